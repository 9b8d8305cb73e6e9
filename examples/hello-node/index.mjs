// A SIP media application: greets the caller, rings a chime, and hangs up.

const BUCKET = process.env.PROMPT_BUCKET ?? 'carillon-prompts';

export const handler = async (event) => {
  const kind = event.InvocationEventType;
  console.log(`event ${event.Sequence}: ${kind}`);
  const legA = event.CallDetails.Participants[0].CallId;
  let actions = [];
  if (kind === 'NEW_INBOUND_CALL') {
    actions = greet(legA);
  } else if (kind === 'ACTION_FAILED') {
    actions = [hangUp(legA)];
  }
  return { SchemaVersion: '1.0', Actions: actions };
};

const greet = (CallId) => [
  { Type: 'Speak', Parameters: { CallId, Text: 'Hello, and welcome to Carillon.' } },
  {
    Type: 'PlayAudio',
    Parameters: { CallId, AudioSource: { Type: 'S3', BucketName: BUCKET, Key: 'chime.wav' } },
  },
  { Type: 'Pause', Parameters: { CallId, DurationInMilliseconds: 500 } },
  hangUp(CallId),
];

const hangUp = (CallId) => ({ Type: 'Hangup', Parameters: { CallId, SipResponseCode: '0' } });
