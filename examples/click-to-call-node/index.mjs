// A SIP media application for CreateSipMediaApplicationCall: calls the agent first and, once the
// agent has answered and pressed 1, the customer. ArgumentsMap: customer, the number to call.

export const handler = async (event) => {
  const { InvocationEventType: kind, ActionData: done = {}, CallDetails: call } = event;
  console.log(`event ${event.Sequence}: ${kind} ${done.Type ?? ''}`);
  const reply = { SchemaVersion: '1.0', Actions: [] };
  if (kind === 'NEW_OUTBOUND_CALL') {
    const { customer } = done.Parameters?.Arguments ?? {};
    reply.TransactionAttributes = { customer: customer ?? '' };
  } else {
    reply.Actions = actions(kind, done, call, call.TransactionAttributes?.customer);
  }
  return reply;
};

const actions = (kind, done, { Participants: legs }, customer) => {
  if (kind === 'CALL_ANSWERED') {
    return customer ? [confirm()] : [say('No customer was named.'), hangUp(legs[0])];
  }
  if (kind === 'ACTION_SUCCESSFUL' && done.Type === 'SpeakAndGetDigits') {
    return [say('You are connected.'), bridge(legs[0].From, customer)];
  }
  if (kind === 'ACTION_FAILED') {
    return [say('The customer could not be called. Goodbye.'), hangUp(legs[0])];
  }
  if (kind === 'HANGUP') {
    return legs.filter((leg) => leg.Status === 'Connected').map(hangUp);
  }
  return [];
};

const confirm = () => ({
  Type: 'SpeakAndGetDigits',
  Parameters: {
    SpeechParameters: { Text: 'You have a call to a customer. To be connected, press 1.' },
    FailureSpeechParameters: { Text: 'Press 1, please.' },
    InputDigitsRegex: '^1$',
    MinNumberOfDigits: 1,
    MaxNumberOfDigits: 1,
    Repeat: 3,
    RepeatDurationInMilliseconds: 5000,
  },
});

const say = (Text) => ({ Type: 'Speak', Parameters: { Text } });

const bridge = (CallerIdNumber, Uri) => ({
  Type: 'CallAndBridge',
  Parameters: {
    CallTimeoutSeconds: 30,
    CallerIdNumber,
    Endpoints: [{ BridgeEndpointType: 'PSTN', Uri }],
  },
});

const hangUp = ({ CallId }) => ({ Type: 'Hangup', Parameters: { CallId, SipResponseCode: '0' } });
