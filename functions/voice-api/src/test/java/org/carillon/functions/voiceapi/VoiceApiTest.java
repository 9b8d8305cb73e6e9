package org.carillon.functions.voiceapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.carillon.contract.ApiRequest;
import org.carillon.contract.ApiResponse;
import org.carillon.contract.Binding;
import org.carillon.core.connectors.SipNetwork;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemPage;
import org.carillon.core.ports.ItemQuery;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import org.carillon.core.ports.PortUnavailableException;
import org.carillon.core.ports.Ports;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.chimesdkvoice.ChimeSdkVoiceClient;
import software.amazon.awssdk.services.chimesdkvoice.model.BadRequestException;
import software.amazon.awssdk.services.chimesdkvoice.model.NotFoundException;
import software.amazon.awssdk.services.chimesdkvoice.model.SipMediaApplicationEndpoint;

/** What the API answers when things are not as they should be. */
class VoiceApiTest {

  @TempDir Path data;
  private LocalApi local;
  private ChimeSdkVoiceClient client;

  @BeforeEach
  void start() throws IOException {
    local = new LocalApi(data);
    client = local.client();
  }

  @AfterEach
  void stop() {
    client.close();
    local.close();
  }

  @Test
  void everyAnswerCarriesItsRequestId() {
    assertThat(client.listPhoneNumbers(r -> {}).responseMetadata().requestId()).hasSize(36);
    assertThatThrownBy(() -> client.getSipRule(r -> r.sipRuleId("x")))
        .isInstanceOfSatisfying(
            NotFoundException.class, e -> assertThat(e.requestId()).hasSize(36));
  }

  @Test
  void aRequestAgainstTheModelIsRefusedWithAllThatIsWrong() {
    assertThatThrownBy(
            () ->
                client.createSipMediaApplication(
                    r ->
                        r.name("!")
                            .awsRegion("us-east-1")
                            .endpoints(
                                SipMediaApplicationEndpoint.builder().lambdaArn("f").build())))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("Name")
        .hasMessageContaining("LambdaArn");
  }

  @Test
  void aBodyThatIsTooLargeIsNotRead() {
    ApiRequest large =
        new ApiRequest("POST", "/sip-rules", "", Map.of(), new byte[Binding.MAX_BODY_BYTES + 1]);
    ApiResponse response = local.api.handle(large);

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.headers()).containsEntry("x-amzn-ErrorType", "BadRequestException");
    assertThat(text(response)).contains("bytes");
  }

  @Test
  void aPathThatIsTooLongIsNotRead() {
    String longPath = "/" + "x".repeat(VoiceApi.MAX_TARGET_BYTES);
    ApiResponse response =
        local.api.handle(new ApiRequest("GET", longPath, "", Map.of(), new byte[0]));

    assertThat(response.status()).isEqualTo(400);
  }

  @Test
  void aStoreThatIsAwayIsAnAnswerAndNoDetailLeaks() {
    ApiResponse response =
        handleSigned(
            () -> {
              throw new PortUnavailableException("table carillon at 10.0.0.1", new IOException());
            });

    assertThat(response.status()).isEqualTo(503);
    assertThat(response.headers()).containsEntry("x-amzn-ErrorType", "ServiceUnavailableException");
    assertThat(text(response)).doesNotContain("10.0.0.1");
  }

  @Test
  void aDefectIsAnAnswerWithTheRequestIdAndNoDetailLeaks() {
    ApiResponse response =
        handleSigned(
            () -> {
              throw new IllegalStateException("inner words");
            });

    assertThat(response.status()).isEqualTo(500);
    assertThat(response.headers()).containsEntry("x-amzn-ErrorType", "ServiceFailureException");
    assertThat(text(response))
        .doesNotContain("inner words")
        .contains(response.headers().get("x-amzn-RequestId"));
  }

  /**
   * Replays a request that the SDK signed on an API whose store fails after the signature check.
   */
  private ApiResponse handleSigned(Supplier<ItemPage> query) {
    client.listSipRules(r -> {});
    Ports good = local.ports();
    Items failing =
        new Items() {
          @Override
          public Optional<Item> get(ItemKey key) {
            return good.items().get(key);
          }

          @Override
          public ItemPage query(ItemQuery question) {
            return query.get();
          }

          @Override
          public void write(List<ItemWrite> writes) {
            good.items().write(writes);
          }
        };
    Ports ports = good.withItems(failing);
    return new VoiceApi(LocalApi.ACCOUNT, ports, SipNetwork.hosted(), InstantSource.system())
        .handle(local.last);
  }

  private static String text(ApiResponse response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }
}
