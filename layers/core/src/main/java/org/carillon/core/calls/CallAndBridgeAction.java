package org.carillon.core.calls;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.carillon.core.numbers.E164;
import org.carillon.core.routing.CustomSipHeaders;

/**
 * {@code CallAndBridge}: calls a number, a Voice Connector's host or, where the operator allows it,
 * a SIP URI, and bridges the leg to it (S6).
 */
final class CallAndBridgeAction implements Action {

  private static final int DEFAULT_SECONDS = 30;
  private static final int MOST_SECONDS = 120;
  private static final int MAX_URI = 256;

  private static final Pattern CONNECTOR =
      Pattern.compile("arn:aws[a-z-]*:chime:[a-z0-9-]*:[0-9]{12}:(vc|vcg)/[a-zA-Z0-9-]{1,64}");
  private static final Pattern USER = Pattern.compile("[a-zA-Z0-9&=+$/%\\-_!~*().]{1,36}");

  private static final ActionError ENDPOINT_COUNT =
      ActionError.invalidParameter("Invalid number of endpoints provided.");
  private static final ActionError ENDPOINT =
      ActionError.invalidParameter("Endpoint parameter is invalid.");
  private static final ActionError CALLER_ID = ActionError.invalidParameter("Invalid caller ID.");
  private static final ActionError NO_CALLER_ID =
      ActionError.invalidParameter("Caller ID not defined.");
  private static final ActionError FOREIGN_CALLER_ID =
      ActionError.invalidParameter(
          "Provided caller ID number is invalid. Number must be owned by this AWS account, or be"
              + " the From number of LEG-A.");
  private static final ActionError TIMEOUT =
      ActionError.invalidParameter(
          "The MaxCallTimeout parameter is invalid. Timeout must be between 0 and 120 seconds.");

  @Override
  public String type() {
    return "CallAndBridge";
  }

  @Override
  public MediaCommand command(ActionParameters parameters, ActionTarget on)
      throws InvalidActionException {
    int seconds =
        parameters.integer("CallTimeoutSeconds", 1, MOST_SECONDS, DEFAULT_SECONDS, TIMEOUT);
    List<ActionParameters> endpoints =
        parameters.objects("Endpoints", Integer.MAX_VALUE, ENDPOINT_COUNT);
    if (endpoints.size() != 1) {
      throw parameters.wrong("Endpoints", "a list of exactly one", ENDPOINT_COUNT);
    }
    MediaCommand.BridgeTarget target = target(endpoints.getFirst(), on.rules());
    Optional<MediaCommand.PlayAudio> ringback =
        parameters.has("RingbackTone")
            ? Optional.of(
                AudioSources.read(
                    parameters, "RingbackTone", on.leg(), ActionError.RINGTONE_INVALID))
            : Optional.empty();
    Map<String, String> headers = headers(parameters);
    String callerId = callerId(parameters, on);
    on.requireOneLeg();
    return new MediaCommand.Bridge(
        on.leg(),
        on.rules().callIds().get(),
        target,
        callerId,
        Duration.ofSeconds(seconds),
        ringback,
        headers);
  }

  private static MediaCommand.BridgeTarget target(ActionParameters endpoint, CallRules rules)
      throws InvalidActionException {
    String type =
        endpoint.requiredWord("BridgeEndpointType", List.of("PSTN", "AWS", "SIP"), ENDPOINT);
    String uri = endpoint.requiredText("Uri", MAX_URI, ENDPOINT);
    Optional<String> arn = endpoint.text("Arn", ENDPOINT);
    if (arn.isPresent() != type.equals("AWS")) {
      throw endpoint.wrong(
          "Arn", "a connector's or group's for AWS, and absent for other types", ENDPOINT);
    }
    return switch (type) {
      case "PSTN" -> {
        if (!E164.isNumber(uri)) {
          throw endpoint.wrong("Uri", "an E.164 number for PSTN", ENDPOINT);
        }
        yield new MediaCommand.BridgeTarget.Pstn(uri);
      }
      case "AWS" -> {
        if (!CONNECTOR.matcher(arn.orElseThrow()).matches()) {
          throw endpoint.wrong("Arn", "arn:aws:chime:REGION:ACCOUNT:vc/ID or ...:vcg/ID", ENDPOINT);
        }
        if (!USER.matcher(uri).matches()) {
          throw endpoint.wrong("Uri", "the user part of a SIP URI, 1 to 36 characters", ENDPOINT);
        }
        yield new MediaCommand.BridgeTarget.Connector(arn.orElseThrow(), uri);
      }
      default -> {
        if (!rules.dialSipUris()) {
          throw endpoint.wrong(
              "BridgeEndpointType",
              "PSTN or AWS, as SIP URIs are not allowed here (the operator allows them with "
                  + CallRules.SIP_URIS
                  + "=allowed)",
              ENDPOINT);
        }
        if (!CallRules.isSipUri(uri)) {
          throw endpoint.wrong("Uri", "a SIP URI as sip:user@host", ENDPOINT);
        }
        yield new MediaCommand.BridgeTarget.SipUri(uri);
      }
    };
  }

  private static String callerId(ActionParameters parameters, ActionTarget on)
      throws InvalidActionException {
    if (!parameters.has("CallerIdNumber")
        || "".equals(parameters.asItCame().get("CallerIdNumber"))) {
      throw parameters.wrong("CallerIdNumber", "there, an E.164 number", NO_CALLER_ID);
    }
    String number = parameters.requiredText("CallerIdNumber", CALLER_ID);
    if (number.equals(on.session().legA().from())) {
      return number;
    }
    if (!E164.isNumber(number)) {
      throw parameters.wrong("CallerIdNumber", "an E.164 number", CALLER_ID);
    }
    if (!on.rules().ownsNumber().test(number)) {
      throw parameters.wrong(
          "CallerIdNumber",
          "in the account's inventory, or the number that LEG-A calls from",
          FOREIGN_CALLER_ID);
    }
    return number;
  }

  private static Map<String, String> headers(ActionParameters parameters)
      throws InvalidActionException {
    ActionError wrong = headerError("SipHeaders");
    Map<String, String> headers = parameters.textMap("SipHeaders", wrong);
    if (headers.size() > CustomSipHeaders.MAX_HEADERS) {
      throw parameters.wrong(
          "SipHeaders", "of at most " + CustomSipHeaders.MAX_HEADERS + " headers", wrong);
    }
    for (Map.Entry<String, String> header : headers.entrySet()) {
      if (!CustomSipHeaders.allowed(header.getKey(), header.getValue())) {
        throw parameters.wrong(
            "SipHeaders",
            "headers that start with x- and no prefix of the service's, User-to-User or Diversion,"
                + " of at most "
                + CustomSipHeaders.MAX_VALUE_LENGTH
                + " characters",
            headerError(Texts.excerpt(header.getKey(), 64)));
      }
    }
    return headers;
  }

  private static ActionError headerError(String header) {
    return ActionError.invalidParameter("Invalid SIP header(s) provided: " + header);
  }
}
