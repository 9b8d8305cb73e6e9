package org.carillon.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.carillon.contract.Json;
import org.carillon.local.cli.CarillonCommand;
import org.carillon.local.phone.PhoneScript;
import org.carillon.local.phone.ScriptedPhone;
import org.carillon.local.phone.Tone;
import org.carillon.media.ivr.PcmAudio;
import org.carillon.media.ivr.WavReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.chimesdkvoice.ChimeSdkVoiceClient;
import software.amazon.awssdk.services.chimesdkvoice.model.OriginationRoute;
import software.amazon.awssdk.services.chimesdkvoice.model.OriginationRouteProtocol;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberOrderStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceConnector;

/**
 * {@code calls place} to a whole Carillon, as docs/trunking.md tells it: the command line is the
 * telephone network, and a telephone answers for the customer (V2, V3, O1, D6).
 */
@Timeout(60)
class CommandLineCallTest {
  private static final String CALLER = "+442079460000";
  private static final String BUCKET = "records";
  private static final int CUSTOMER_HZ = 1000;

  @TempDir static Path folder;
  private static RunningCarillon carillon;
  private static ChimeSdkVoiceClient voice;
  private static ScriptedPhone pbx;
  private static VoiceConnector connector;
  private static String number;
  private static final List<String> heard = new CopyOnWriteArrayList<>();
  private static final CountDownLatch waits = new CountDownLatch(1);

  @BeforeAll
  @Timeout(180)
  static void aConnectorWithANumberAndAnAnsweringTelephone() throws Exception {
    carillon = RunningCarillon.start(folder.resolve("data"), Map.of(), List.of());
    voice =
        ChimeSdkVoiceClient.builder()
            .endpointOverride(carillon.api())
            .region(Region.of(RunningCarillon.REGION))
            .credentialsProvider(RunningCarillon.credentials())
            .httpClient(UrlConnectionHttpClient.create())
            .build();
    pbx = carillon.phone("+12065550198", CommandLineCallTest::pbxSays);
    voice.updateGlobalSettings(r -> r.voiceConnector(v -> v.cdrBucket(BUCKET)));
    connector =
        voice.createVoiceConnector(r -> r.name("office").requireEncryption(false)).voiceConnector();
    number = order();
    String id = connector.voiceConnectorId();
    voice.associatePhoneNumbersWithVoiceConnector(
        r -> r.voiceConnectorId(id).e164PhoneNumbers(number));
    voice.putVoiceConnectorOrigination(
        r ->
            r.voiceConnectorId(id)
                .origination(
                    o ->
                        o.routes(
                                OriginationRoute.builder()
                                    .host(pbx.sipAddress().getAddress().getHostAddress())
                                    .port(pbx.sipAddress().getPort())
                                    .protocol(OriginationRouteProtocol.UDP)
                                    .priority(1)
                                    .weight(1)
                                    .build())
                            .disabled(false)));
    voice.putVoiceConnectorTermination(
        r ->
            r.voiceConnectorId(id)
                .termination(
                    t ->
                        t.callingRegions("US")
                            .cidrAllowedList("127.0.0.1/32")
                            .cpsLimit(10)
                            .disabled(false)));
  }

  @AfterAll
  static void stop() {
    pbx.close();
    voice.close();
    carillon.close();
  }

  @Test
  void aCallInIsAnsweredByTheCustomersTelephoneAndBothHearEachOther() throws Exception {
    CompletableFuture<Void> answering =
        pbxDoes("wait for a call within 20 s", "hear keys 12# within 10 s", "say 1000 Hz for 1 s");
    assertThat(waits.await(10, TimeUnit.SECONDS)).isTrue();
    Path wav = folder.resolve("heard.wav");

    Said said =
        place(number, "--from", CALLER, "--press", "12#", "--hear", wav + "", "--seconds", "6");

    assertThat(said.status()).as(said.text()).isZero();
    assertThat(said.words())
        .containsSubsequence("INVITE sip:" + number + "@127.0.0.1:" + carillon.sip().getPort())
        .anyMatch(line -> line.startsWith("200 OK, PCMU, audio from "))
        .contains("pressed 12#", "ended: we hung up");
    answering.get(10, TimeUnit.SECONDS);
    assertThat(heard).contains("heard key 1", "heard key 2", "heard key #");
    assertThat(windowsOfTheCustomer(wav)).as("20 ms of the customer's tone").isGreaterThan(25);
    Map<String, Object> record = record(CALLER);
    assertThat(record)
        .containsEntry("Status", "Completed")
        .containsEntry("Direction", "Inbound")
        .containsEntry("VoiceConnectorId", connector.voiceConnectorId())
        .containsEntry("DestinationPhoneNumber", number);
  }

  @Test
  void aNumberThatNobodyHasIsNotAnswered() throws Exception {
    Said said = place("+12065559999", "--seconds", "5");

    assertThat(said.status()).isEqualTo(1);
    assertThat(said.words()).contains("ended: not answered, status 404");
  }

  @ParameterizedTest
  @CsvSource({"+13035551486, 486", "+13035551410, 410", "+13035551603, 603", "+13035550182, 486"})
  void aStatusOfTheTelephoneNetworkIsTheCallersWhoCallsOut(String called, int status)
      throws Exception {
    Said said =
        place(called + "@" + connector.outboundHostName(), "--from", number, "--seconds", "5");

    assertThat(said.status()).isEqualTo(1);
    assertThat(said.words()).contains("ended: not answered, status " + status);
    assertThat(record(called)).containsEntry("Direction", "Outbound");
  }

  private static String order() {
    String offered =
        voice
            .searchAvailablePhoneNumbers(r -> r.country("US").areaCode("206").maxResults(1))
            .e164PhoneNumbers()
            .getFirst();
    String order =
        voice
            .createPhoneNumberOrder(
                r ->
                    r.productType(PhoneNumberProductType.VOICE_CONNECTOR).e164PhoneNumbers(offered))
            .phoneNumberOrder()
            .phoneNumberOrderId();
    await(
        "the order's success",
        () ->
            voice.getPhoneNumberOrder(r -> r.phoneNumberOrderId(order)).phoneNumberOrder().status()
                == PhoneNumberOrderStatus.SUCCESSFUL);
    return offered;
  }

  // ---- the command line

  /** What a command ended with and said. */
  private record Said(int status, String text) {
    /** Its lines without their times. */
    List<String> words() {
      return text.lines().map(line -> line.replaceFirst("^ *[0-9.]+  ", "")).toList();
    }
  }

  private static Said place(String callee, String... options) {
    List<String> words = new ArrayList<>(List.of("calls", "place", callee));
    words.addAll(List.of(options));
    words.addAll(List.of("--trunk", "127.0.0.1:" + carillon.sip().getPort()));
    var text = new ByteArrayOutputStream();
    var out = new PrintStream(text, true, StandardCharsets.UTF_8);
    int status = CarillonCommand.run(Map.of(), out, out, words.toArray(String[]::new));
    return new Said(status, text.toString(StandardCharsets.UTF_8));
  }

  // ---- the customer's telephone

  private static CompletableFuture<Void> pbxDoes(String... lines) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            pbx.run(PhoneScript.parse(String.join("\n", lines)));
          } catch (Exception failed) {
            throw new CompletionException(failed);
          }
        },
        Thread::startVirtualThread);
  }

  private static void pbxSays(String words) {
    heard.add(words);
    if (words.startsWith("script: wait for a call")) {
      waits.countDown();
    }
  }

  private static int windowsOfTheCustomer(Path wav) throws Exception {
    short[] samples = WavReader.read(Files.readAllBytes(wav)).samples();
    int window = PcmAudio.SAMPLE_RATE / 50;
    int found = 0;
    for (int at = 0; at + window <= samples.length; at += window) {
      found += Tone.share(CUSTOMER_HZ, samples, at, window) > 0.8 ? 1 : 0;
    }
    return found;
  }

  // ---- what was written down

  /** The one record of the call from or to a number. */
  private static Map<String, Object> record(String party) {
    await("a record of " + party, () -> !records(party).isEmpty());
    assertThat(records(party)).hasSize(1);
    return Json.readObject(records(party).getFirst().getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> records(String party) {
    Path bucket = folder.resolve("data/s3").resolve(BUCKET);
    try (Stream<Path> files = Files.exists(bucket) ? Files.walk(bucket) : Stream.empty()) {
      return files
          .filter(Files::isRegularFile)
          .map(CommandLineCallTest::text)
          .filter(record -> record.contains("\"" + party + "\""))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what + " within 20 s").isLessThan(end);
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }
}
