// A SIP media application: announces that the call is forwarded, and calls somebody else.

const TARGET = process.env.FORWARD_TO ?? '+12065550181';
const SECONDS = Number(process.env.FORWARD_SECONDS ?? '20');

export const handler = async (event) => {
  const { InvocationEventType: kind, ActionData: done = {} } = event;
  console.log(`event ${event.Sequence}: ${kind} ${done.Type ?? ''}`);
  return { SchemaVersion: '1.0', Actions: actions(kind, done, event.CallDetails) };
};

const actions = (kind, done, { Participants: legs }) => {
  if (kind === 'NEW_INBOUND_CALL') {
    return [say('Please hold. Your call is forwarded.'), bridge(legs[0].From)];
  }
  if (kind === 'ACTION_FAILED') {
    const words =
      done.Type === 'CallAndBridge' ? 'Nobody answers. Please call later.' : 'We are sorry.';
    return [say(words), hangUp(legs[0])];
  }
  if (kind === 'HANGUP') {
    // of a forwarded call the other side is still there
    return legs.filter((leg) => leg.Status === 'Connected').map(hangUp);
  }
  return [];
};

const say = (Text) => ({ Type: 'Speak', Parameters: { Text } });

const bridge = (CallerIdNumber) => ({
  Type: 'CallAndBridge',
  Parameters: {
    CallTimeoutSeconds: SECONDS,
    CallerIdNumber,
    Endpoints: [{ BridgeEndpointType: 'PSTN', Uri: TARGET }],
  },
});

const hangUp = ({ CallId }) => ({ Type: 'Hangup', Parameters: { CallId, SipResponseCode: '0' } });
