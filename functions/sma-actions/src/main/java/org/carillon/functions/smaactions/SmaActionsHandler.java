package org.carillon.functions.smaactions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.Map;
import org.carillon.contract.Json;
import org.carillon.contract.JsonException;
import org.carillon.core.Account;
import org.carillon.core.calls.CallControl;
import org.carillon.core.calls.CallDocuments;
import org.carillon.core.calls.CallEvent;
import org.carillon.core.calls.CallEventDocuments;
import org.carillon.core.calls.CallLogLine;
import org.carillon.core.calls.CallRules;
import org.carillon.core.calls.CallSession;
import org.carillon.core.calls.CallTurns;
import org.carillon.core.calls.Turn;
import org.carillon.core.documents.DocumentException;
import org.carillon.core.documents.Fields;
import org.carillon.core.ports.Ports;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * "What next on this call?" as a Lambda function (S4): {@code {"Session": ..., "Event": ...}} in, a
 * turn out, as {@link CallDocuments} has them.
 */
public final class SmaActionsHandler implements RequestStreamHandler {

  private static final Logger log = LoggerFactory.getLogger(SmaActionsHandler.class);

  private final CallControl calls;

  /** For the Lambda service: everything comes from the environment. */
  public SmaActionsHandler() {
    this(
        Account.fromEnvironment(System.getenv()),
        Ports.fromEnvironment(),
        CallRules.dialSipUris(System.getenv()));
  }

  /** The applications of this account on these ports. */
  public SmaActionsHandler(Account account, Ports ports, boolean dialSipUris) {
    this(
        new CallTurns(
            ports.functions(), CallRules.of(account, ports, dialSipUris, InstantSource.system())));
  }

  /** With any answerer of the question. */
  public SmaActionsHandler(CallControl calls) {
    this.calls = calls;
  }

  /**
   * @throws JsonException when the input is not a JSON object
   * @throws DocumentException when a field is missing or wrong; the message names it
   * @throws IllegalArgumentException when event and session do not fit each other
   */
  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    Map<String, Object> question = Json.readObject(input.readNBytes(Json.MAX_BYTES + 1));
    CallSession session = CallDocuments.session(part(question, "Session"));
    CallEvent event = CallEventDocuments.event(part(question, "Event"));
    Turn turn = calls.turn(session, event);
    for (CallLogLine line : turn.log()) {
      write(session.transactionId(), line);
    }
    output.write(Json.write(CallDocuments.toDocument(turn)));
  }

  private static Map<String, Object> part(Map<String, Object> question, String name) {
    Fields fields = Fields.of(question, "Question");
    return fields.optionalObject(name).orElseThrow(() -> fields.wrong(name, "an object"));
  }

  private static void write(String transactionId, CallLogLine line) {
    switch (line.level()) {
      case INFO -> log.info("Call {}: {}", transactionId, line.text());
      case WARN -> log.warn("Call {}: {}", transactionId, line.text());
      case ERROR -> log.error("Call {}: {}", transactionId, line.text());
    }
  }
}
