package org.carillon.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.carillon.core.identity.CallIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StirAuthoritiesTest {

  private static final Path LIST = Synth.FILES.resolve("stir-authorities.pem");

  /** Where a byte of the serial number is in a certificate (RFC 5280 section 4.1). */
  private static final int SERIAL = 20;

  @TempDir private Path folder;

  @Test
  void whatIsBetweenTheCertificatesAndWhatIsThereTwiceIsLeftOut() throws IOException {
    String read = StirAuthorities.read(LIST);

    assertThat(Files.readString(LIST)).contains("Authority 1 once more");
    assertThat(read)
        .startsWith("-----BEGIN CERTIFICATE-----\nMII")
        .endsWith("=\n-----END CERTIFICATE-----\n")
        .containsOnlyOnce("BNEFYrOX"); // the end of the one that is there twice
    assertThat(read.split("-----BEGIN CERTIFICATE-----", -1)).hasSize(3);
  }

  @Test
  void theNodeTakesWhatIsRead() {
    String read = StirAuthorities.read(LIST);

    CallIdentity identity =
        CallIdentity.fromEnvironment(
            Map.of("CARILLON_STIR_AUTHORITIES", read),
            url -> {
              throw new IOException("nothing is fetched here");
            },
            InstantSource.system());

    assertThat(identity.verifier()).isPresent();
  }

  @Test
  void nodesGetTheAuthoritiesOfCallersWhereTheOperatorNamesThem() {
    String authorities = StirAuthorities.read(LIST);

    for (String stack : List.of("carillon-prod-media", "carillon-prod-us-west-2-media")) {
      assertThat(environment(Synth.of(Synth.FULL), stack))
          .containsEntry("CARILLON_STIR_AUTHORITIES", authorities);
    }
    assertThat(environment(Synth.of(Synth.PLAIN), "carillon-dev-media"))
        .doesNotContainKeys("CARILLON_STIR_AUTHORITIES", "CARILLON_STIR_CERTIFICATE_URL");
  }

  /** The plain variables of the node. */
  private static Map<String, Object> environment(Synth made, String stack) {
    Map<String, Object> task =
        made.template(stack).findResources("AWS::ECS::TaskDefinition").values().iterator().next();
    Object container =
        Synth.list(Synth.map(task.get("Properties")).get("ContainerDefinitions")).getFirst();
    Map<String, Object> values = new TreeMap<>();
    for (Object one : Synth.list(Synth.map(container).get("Environment"))) {
      values.put((String) Synth.map(one).get("Name"), Synth.map(one).get("Value"));
    }
    return values;
  }

  @Test
  void aFileOfOtherThingsIsRefused() throws IOException {
    refuses("", "certificates as PEM text, and");
    refuses("https://example.com/authorities", "certificates as PEM text, and");
    refuses(
        "-----BEGIN CERTIFICATE-----\nbm90aGluZw==\n-----END CERTIFICATE-----\n",
        "certificates as PEM text and nothing else");
  }

  @Test
  void aKeyInItIsRefusedAndNotTold() throws IOException {
    String key = "-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqG\n-----END PRIVATE KEY-----\n";

    refuses(key, "certificates as PEM text and nothing else");
    refuses(Files.readString(LIST) + key, "certificates as PEM text and nothing else");
  }

  @Test
  void moreThanATaskDefinitionHasRoomForIsRefused() throws IOException {
    refuses("x".repeat(1024 * 1024 + 1), "at most 1 MiB");
    Path many = folder.resolve("many.pem");
    Files.writeString(many, certificates(100));

    assertThatExceptionOfType(SettingException.class)
        .isThrownBy(() -> StirAuthorities.read(many))
        .withMessageContaining("identity.authorities is at most 49,152 characters");
  }

  /** Certificates that differ in their serial numbers. */
  private static String certificates(int howMany) {
    String one = StirAuthorities.read(LIST).split("-----(BEGIN|END) CERTIFICATE-----")[1];
    byte[] certificate = Base64.getMimeDecoder().decode(one);
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < howMany; i++) {
      certificate[SERIAL] = (byte) i;
      all.append("-----BEGIN CERTIFICATE-----\n")
          .append(Base64.getMimeEncoder().encodeToString(certificate))
          .append("\n-----END CERTIFICATE-----\n");
    }
    return all.toString();
  }

  private void refuses(String content, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("authorities.pem"), content);

    assertThatExceptionOfType(SettingException.class)
        .isThrownBy(() -> StirAuthorities.read(file))
        .withMessageStartingWith("identity.authorities is ")
        .withMessageContaining(message)
        .withMessageNotContaining("MIGHAgEA");
  }
}
