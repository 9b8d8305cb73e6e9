package org.carillon.functions.sipruledispatch;

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
import org.carillon.core.documents.DocumentException;
import org.carillon.core.identity.CallIdentity;
import org.carillon.core.ports.Ports;
import org.carillon.core.routing.RouteDecision;
import org.carillon.core.routing.RouteDocuments;
import org.carillon.core.routing.Routing;
import org.carillon.core.routing.RoutingQuestion;
import org.carillon.core.routing.UnknownSources;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * "Where does this call go?" as a Lambda function (S3): {@code InviteFacts} in, {@code
 * RouteDecision} out, both as {@link RouteDocuments} has them.
 */
public final class SipRuleDispatchHandler implements RequestStreamHandler {

  private static final Logger log = LoggerFactory.getLogger(SipRuleDispatchHandler.class);

  private final RoutingQuestion routing;

  /** For the Lambda service: everything comes from the environment. */
  public SipRuleDispatchHandler() {
    this(
        Routing.of(
            Account.fromEnvironment(System.getenv()),
            Ports.fromEnvironment(),
            InstantSource.system(),
            CallIdentity.fromEnvironment(
                System.getenv(), new HttpsCertificates(), InstantSource.system()),
            UnknownSources.fromEnvironment(System.getenv())));
  }

  /** The routing of this account on these ports, without signed identity. */
  public SipRuleDispatchHandler(Account account, Ports ports, UnknownSources unknownSources) {
    this(Routing.of(account, ports, InstantSource.system(), CallIdentity.none(), unknownSources));
  }

  /** With any answerer of the question. */
  public SipRuleDispatchHandler(RoutingQuestion routing) {
    this.routing = routing;
  }

  /**
   * @throws JsonException when the input is not a JSON object
   * @throws DocumentException when a field is missing or wrong; the message names it
   */
  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    Map<String, Object> question = Json.readObject(input.readNBytes(Json.MAX_BYTES + 1));
    RouteDecision decision = routing.decide(RouteDocuments.inviteFacts(question));
    if (decision instanceof RouteDecision.Reject reject) {
      log.warn("Call rejected with {}: {}", reject.sipStatus(), reject.advice());
    }
    output.write(Json.write(RouteDocuments.toDocument(decision)));
  }
}
