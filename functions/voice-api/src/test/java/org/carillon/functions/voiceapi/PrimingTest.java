package org.carillon.functions.voiceapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.carillon.contract.Api;
import org.carillon.contract.ApiRequest;
import org.carillon.core.access.AccessKeys;
import org.carillon.core.connectors.SipNetwork;
import org.carillon.core.ports.EventBus;
import org.carillon.core.ports.EventStream;
import org.carillon.core.ports.FunctionInvoker;
import org.carillon.core.ports.Items;
import org.carillon.core.ports.Keys;
import org.carillon.core.ports.Logs;
import org.carillon.core.ports.Metrics;
import org.carillon.core.ports.Objects;
import org.carillon.core.ports.Ports;
import org.carillon.core.ports.Sealer;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.chimesdkvoice.ChimeSdkVoiceClient;
import software.amazon.awssdk.services.chimesdkvoice.model.UnauthorizedClientException;

/** What is done before a snapshot of the function is taken, and what must not come of it. */
class PrimingTest {

  @TempDir Path data;
  private final Snapshots snapshots = new Snapshots();
  private LocalApi local;

  @BeforeEach
  void start() throws IOException {
    local = new LocalApi(data);
  }

  @AfterEach
  void stop() {
    local.close();
  }

  @Test
  void aRequestOfEachApiAndMethodIsRead() {
    List<String> read = local.api.priming().run();

    assertThat(read).doesNotHaveDuplicates().contains("VOICE ListPhoneNumbers");
    assertThat(read.stream().map(it -> it.split(" ")[0]))
        .containsAll(Stream.of(Api.values()).map(Api::name).toList());
    assertThat(read.stream().map(it -> it.split(" ")[1]))
        .contains("DeleteSipMediaApplication", "CreateSipRule", "PutVoiceConnectorTermination");
  }

  @Test
  void theFirstRequestAfterASnapshotIsAnswered() throws Exception {
    var handler = new VoiceApiHandler(local.api, snapshots);
    ApiRequest signed = signedList();

    snapshots.beforeCheckpoint(snapshots);
    snapshots.afterRestore(snapshots);
    APIGatewayV2HTTPResponse response =
        handler.handleRequest(
            VoiceApiHandlerTest.event(signed, VoiceApiHandlerTest.GATEWAY, signed.rawPath(), false),
            null);

    assertThat(snapshots.registered).hasSize(1);
    assertThat(response.getStatusCode()).as(response.getBody()).isEqualTo(200);
  }

  @Test
  void whereNoSnapshotsAreTakenTheStartIsTheSame() {
    var handler = new VoiceApiHandler(local.api, Core.getGlobalContext());

    handler.prime();

    assertThat(signedList()).isNotNull();
  }

  @Test
  void neitherStoreNorAuditNorAnyOtherPortIsUsed() throws Exception {
    List<String> used = new ArrayList<>();
    var api =
        new VoiceApi(
            LocalApi.ACCOUNT,
            watched(local.ports(), used),
            SipNetwork.hosted(),
            InstantSource.system());
    new VoiceApiHandler(api, snapshots);
    used.clear();

    snapshots.beforeCheckpoint(snapshots);
    assertThat(used).isEmpty();

    // the watch sees what a request does
    api.handle(signedList());
    assertThat(used).anyMatch(it -> it.startsWith("Items."));
  }

  @Test
  void theKeyOfThePrimingIsNobodys() throws Exception {
    new VoiceApiHandler(local.api, snapshots);

    snapshots.beforeCheckpoint(snapshots);

    var keys = new AccessKeys(local.ports().items(), local.ports().sealer(), local.clock);
    assertThat(keys.find(Priming.KEY_ID)).isEmpty();
    try (ChimeSdkVoiceClient client =
        local.client(AwsBasicCredentials.create(Priming.KEY_ID, "any secret"), Region.US_EAST_1)) {
      assertThatExceptionOfType(UnauthorizedClientException.class)
          .isThrownBy(() -> client.listPhoneNumbers(r -> {}))
          .withMessageContaining("no such access key");
    }
  }

  @Test
  void aPrimingThatFailsDoesNotStopTheStart() throws Exception {
    new VoiceApiHandler(local.api, snapshots);
    local.clock =
        () -> {
          throw new IllegalStateException("no clock during this test");
        };
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> local.api.priming().run());

    snapshots.beforeCheckpoint(snapshots);

    local.clock = InstantSource.system();
    assertThat(signedList()).isNotNull();
  }

  /** A request that a real client signed and that was answered well. */
  private ApiRequest signedList() {
    try (ChimeSdkVoiceClient client = local.client()) {
      assertThat(client.listPhoneNumbers(r -> {}).phoneNumbers()).isEmpty();
    }
    return local.last;
  }

  private static Ports watched(Ports ports, List<String> used) {
    return new Ports(
        watched(Items.class, ports.items(), used),
        watched(Objects.class, ports.objects(), used),
        watched(EventStream.class, ports.callFacts(), used),
        watched(FunctionInvoker.class, ports.functions(), used),
        watched(Sealer.class, ports.sealer(), used),
        watched(Keys.class, ports.keys(), used),
        watched(EventBus.class, ports.events(), used),
        watched(Metrics.class, ports.metrics(), used),
        watched(Logs.class, ports.logs(), used));
  }

  private static <P> P watched(Class<P> port, P real, List<String> used) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (proxy, method, arguments) -> {
              used.add(port.getSimpleName() + "." + method.getName());
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            }));
  }

  /** Calls what registered, as Lambda does before it takes a snapshot and after one woke up. */
  private static final class Snapshots extends Context<Resource> {
    private final List<Resource> registered = new ArrayList<>();

    @Override
    public void register(Resource resource) {
      registered.add(resource);
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
      registered.forEach(
          it -> {
            try {
              it.beforeCheckpoint(this);
            } catch (Exception failed) {
              throw new AssertionError("Lambda would not publish this version", failed);
            }
          });
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {
      registered.forEach(
          it -> {
            try {
              it.afterRestore(this);
            } catch (Exception failed) {
              throw new AssertionError("the function would not wake up", failed);
            }
          });
    }
  }
}
