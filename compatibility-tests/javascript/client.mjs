// Plays calls with the unmodified AWS SDK for JavaScript v3. A line of JSON in, a line of JSON out:
// {"service", "operation", "input"} -> {"output"} or {"error", "modeled", "status", "message"}.
import { createInterface } from 'node:readline';
import * as voice from '@aws-sdk/client-chime-sdk-voice';
import * as mediaPipelines from '@aws-sdk/client-chime-sdk-media-pipelines';
import * as meetings from '@aws-sdk/client-chime-sdk-meetings';

const settings = { endpoint: process.argv[2], region: process.env.AWS_REGION, maxAttempts: 1 };
const services = {
  'chime-sdk-voice': { module: voice, client: new voice.ChimeSDKVoiceClient(settings) },
  'chime-sdk-media-pipelines': {
    module: mediaPipelines,
    client: new mediaPipelines.ChimeSDKMediaPipelinesClient(settings),
  },
  'chime-sdk-meetings': { module: meetings, client: new meetings.ChimeSDKMeetingsClient(settings) },
};

async function play({ service, operation, input }) {
  const { module, client } = services[service];
  const Command = module[`${operation}Command`];
  if (!Command) {
    return { missing: true };
  }
  try {
    const { $metadata, ...output } = await client.send(new Command(input));
    return { output, status: $metadata.httpStatusCode };
  } catch (error) {
    const Modeled = module[error.name];
    return {
      error: error.name,
      modeled: Modeled !== undefined && error instanceof Modeled,
      status: error.$metadata?.httpStatusCode,
      message: error.message,
    };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await play(JSON.parse(line)))}\n`);
}
