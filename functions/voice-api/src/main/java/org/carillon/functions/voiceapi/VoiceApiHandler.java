package org.carillon.functions.voiceapi;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.carillon.contract.ApiRequest;
import org.carillon.contract.ApiResponse;
import org.carillon.core.Account;
import org.carillon.core.connectors.SipNetwork;
import org.carillon.core.ports.Ports;
import org.crac.Core;
import org.crac.Resource;

/**
 * {@link VoiceApi} as a Lambda function behind an API Gateway HTTP API (payload version 2.0) or a
 * function URL.
 *
 * <p>Environment: {@code AWS_REGION} (set by Lambda) and {@code CARILLON_ACCOUNT}, the twelve
 * digits of the account that the API answers for; {@code CARILLON_AUDIT_BUCKET}, where the audit
 * goes unless an operator says otherwise (none when not set); {@code CARILLON_DOCUMENTS_BUCKET},
 * where documents of number requests are kept ({@code carillon-documents-ACCOUNT} when not set).
 *
 * <p>Before Lambda takes a snapshot of the started function (SnapStart), it is primed: see {@link
 * Priming}.
 */
public final class VoiceApiHandler
    implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {

  private static final String UNRESERVED = "-._~/";

  private final VoiceApi api;
  private final Priming priming; // kept here: who takes snapshots does not keep it

  /** For Lambda: everything from the environment. */
  public VoiceApiHandler() {
    this(
        new VoiceApi(
            Account.fromEnvironment(System.getenv()),
            Ports.fromEnvironment(),
            SipNetwork.fromEnvironment(System.getenv()),
            InstantSource.system(),
            Optional.ofNullable(System.getenv("CARILLON_AUDIT_BUCKET")),
            Optional.ofNullable(System.getenv("CARILLON_DOCUMENTS_BUCKET"))),
        Core.getGlobalContext());
  }

  /** In front of an API that is there. */
  public VoiceApiHandler(VoiceApi api) {
    this.api = api;
    this.priming = api.priming();
  }

  /** In front of an API that is there, primed before each of these snapshots. */
  VoiceApiHandler(VoiceApi api, org.crac.Context<Resource> snapshots) {
    this(api);
    snapshots.register(priming);
  }

  /** Does now what is done before a snapshot; it shows in the time of the first request. */
  public void prime() {
    priming.run();
  }

  @Override
  public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
    ApiResponse response = api.handle(request(event));
    return APIGatewayV2HTTPResponse.builder()
        .withStatusCode(response.status())
        .withHeaders(response.headers())
        .withBody(new String(response.body(), StandardCharsets.UTF_8))
        .withIsBase64Encoded(false)
        .build();
  }

  private static ApiRequest request(APIGatewayV2HTTPEvent event) {
    Map<String, List<String>> headers = new HashMap<>();
    if (event.getHeaders() != null) {
      // several values of one name arrive joined by commas, which is how they are signed
      event
          .getHeaders()
          .forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), List.of(value)));
    }
    return new ApiRequest(
        event.getRequestContext().getHttp().getMethod(),
        pathAsSent(event),
        event.getRawQueryString(),
        headers,
        body(event),
        sourceIp(event));
  }

  /**
   * The path as the client sent it. An HTTP API hands it over decoded, a function URL as it came;
   * but it is the encoded path that was signed.
   */
  private static String pathAsSent(APIGatewayV2HTTPEvent event) {
    String rawPath = event.getRawPath();
    String domain = event.getRequestContext().getDomainName();
    if (domain != null && domain.contains(".lambda-url.")) {
      return rawPath;
    }
    StringBuilder encoded = new StringBuilder(rawPath.length() + 16);
    for (byte b : rawPath.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (c < 128 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0)) {
        encoded.append(c);
      } else {
        encoded.append('%').append("%02X".formatted((int) c));
      }
    }
    return encoded.toString();
  }

  private static String sourceIp(APIGatewayV2HTTPEvent event) {
    String address = event.getRequestContext().getHttp().getSourceIp();
    return address == null ? "" : address;
  }

  private static byte[] body(APIGatewayV2HTTPEvent event) {
    if (event.getBody() == null) {
      return new byte[0];
    }
    return event.getIsBase64Encoded()
        ? Base64.getDecoder().decode(event.getBody())
        : event.getBody().getBytes(StandardCharsets.UTF_8);
  }
}
