package org.carillon.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceConnector;

/**
 * baresip calls out through a connector and hears itself come back (V2, D6). It is let in by its
 * address: version 1.0 of Debian 12 gives up when SHA-256 is among the challenges for a password.
 */
class BaresipTrunkTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"", ";mediaenc=srtp-mand"})
  void itsToneIsEchoedByTheSimulatedCarrier(String encryption) throws Exception {
    Tools.require("baresip", "baresip");
    try (Carillon carillon = Carillon.start(folder.resolve("data"), "--bind", "127.0.0.1");
        Trunking trunking = new Trunking(carillon)) {
      VoiceConnector connector = trunking.connector("baresip", false);
      trunking.termination(connector, "127.0.0.1/32");
      String number = trunking.number(connector);
      String echo = "+14255550181";
      String account =
          "<sip:%s@127.0.0.1>;outbound=\"sip:127.0.0.1:%d\";regint=0%s"
              .formatted(number, carillon.sipPort(), encryption);
      String dial = "/dial sip:" + echo + "@" + connector.outboundHostName();
      try (Baresip phone =
          Baresip.start(folder, "tone", account, List.of(), "-e", dial, "-t", "12")) {
        phone.awaitEnd(Duration.ofSeconds(40));
        assertThat(phone.framesOfTone())
            .as("20 ms frames of its own tone\n" + phone.log() + carillon.output())
            .isGreaterThan(100);
      }
      Tools.await(
          "the call's record",
          Duration.ofSeconds(10),
          () -> carillon.objects(Trunking.BUCKET, Trunking.CDRS).size() == 1);
      assertThat(Files.readString(carillon.objects(Trunking.BUCKET, Trunking.CDRS).getFirst()))
          .contains(echo, number, "\"Completed\"");
    }
  }
}
