package org.carillon.functions.voiceapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.carillon.contract.ApiRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.chimesdkvoice.ChimeSdkVoiceClient;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;

/** Requests that a real client signed, as API Gateway and function URLs hand them over. */
class VoiceApiHandlerTest {

  static final String GATEWAY = "abc.execute-api.us-east-1.amazonaws.com";
  private static final String FUNCTION_URL = "abc.lambda-url.us-east-1.on.aws";

  @TempDir Path data;
  private LocalApi local;
  private VoiceApiHandler handler;

  @BeforeEach
  void start() throws IOException {
    local = new LocalApi(data);
    handler = new VoiceApiHandler(local.api);
    try (ChimeSdkVoiceClient client = local.client()) {
      client.createPhoneNumberOrder(
          r ->
              r.productType(PhoneNumberProductType.SIP_MEDIA_APPLICATION_DIAL_IN)
                  .e164PhoneNumbers("+12065550100"));
    }
  }

  @AfterEach
  void stop() {
    local.close();
  }

  @Test
  void anHttpApiHandsPathsOverDecoded() {
    for (String id : new String[] {"+12065550100", "%2B12065550100"}) {
      ApiRequest signed = signedGet(id);
      String decoded =
          URLDecoder.decode(signed.rawPath().replace("+", "%2B"), StandardCharsets.UTF_8);

      APIGatewayV2HTTPResponse response =
          handler.handleRequest(event(signed, GATEWAY, decoded, false), null);

      assertThat(response.getStatusCode()).as(response.getBody()).isEqualTo(200);
      assertThat(response.getBody()).contains("+12065550100");
      assertThat(response.getHeaders()).containsKey("x-amzn-RequestId");
    }
  }

  @Test
  void aFunctionUrlHandsPathsOverAsTheyCame() {
    ApiRequest signed = signedGet("+12065550100");

    APIGatewayV2HTTPResponse response =
        handler.handleRequest(event(signed, FUNCTION_URL, signed.rawPath(), false), null);

    assertThat(response.getStatusCode()).as(response.getBody()).isEqualTo(200);
  }

  @Test
  void bodiesMayBeBase64() {
    try (ChimeSdkVoiceClient client = local.client()) {
      client.updateGlobalSettings(r -> r.voiceConnector(v -> v.cdrBucket("my-cdrs")));
    }
    ApiRequest signed = local.last;

    for (boolean base64 : new boolean[] {true, false}) {
      APIGatewayV2HTTPResponse response =
          handler.handleRequest(event(signed, GATEWAY, signed.rawPath(), base64), null);

      assertThat(response.getStatusCode()).as(response.getBody()).isEqualTo(204);
    }
  }

  @Test
  void anUnsignedEventIsRefused() {
    ApiRequest unsigned = new ApiRequest("GET", "/sip-rules", "", Map.of(), new byte[0]);

    APIGatewayV2HTTPResponse response =
        handler.handleRequest(event(unsigned, GATEWAY, "/sip-rules", false), null);

    assertThat(response.getStatusCode()).isEqualTo(401);
    assertThat(response.getHeaders())
        .containsEntry("x-amzn-ErrorType", "UnauthorizedClientException");
  }

  private ApiRequest signedGet(String id) {
    try (ChimeSdkVoiceClient client = local.client()) {
      assertThat(client.getPhoneNumber(r -> r.phoneNumberId(id)).phoneNumber()).isNotNull();
    }
    return local.last;
  }

  static APIGatewayV2HTTPEvent event(
      ApiRequest request, String domain, String rawPath, boolean base64) {
    Map<String, String> headers = new HashMap<>();
    request.headers().forEach((name, values) -> headers.put(name, String.join(",", values)));
    return APIGatewayV2HTTPEvent.builder()
        .withVersion("2.0")
        .withRawPath(rawPath)
        .withRawQueryString(request.rawQuery())
        .withHeaders(headers)
        .withBody(
            base64
                ? Base64.getEncoder().encodeToString(request.body())
                : new String(request.body(), StandardCharsets.UTF_8))
        .withIsBase64Encoded(base64)
        .withRequestContext(
            APIGatewayV2HTTPEvent.RequestContext.builder()
                .withDomainName(domain)
                .withHttp(
                    APIGatewayV2HTTPEvent.RequestContext.Http.builder()
                        .withMethod(request.method())
                        .withPath(rawPath)
                        .build())
                .build())
        .build();
  }
}
