package org.carillon.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstallationFileTest {

  private static final Path PACKAGES = Path.of("packages");

  @Test
  void anEmptyFileIsATrialInstallation() {
    Installation installation = InstallationFile.read("", Synth.FILES, PACKAGES);

    assertThat(installation.prefix()).isEqualTo("carillon-dev");
    assertThat(installation.region()).isEqualTo("us-east-1");
    assertThat(installation.keepsData()).isFalse();
    assertThat(installation.media().minTasks()).isEqualTo(2);
  }

  @Test
  void withADomainACertificateIsMadeUnlessItIsSaidOtherwise() {
    String domain = "domain: {name: voice.example.com, hostedZoneId: Z0123456789ABC}\n";

    assertThat(certificate("")).isEqualTo(SipCertificate.NONE);
    assertThat(certificate(domain)).isEqualTo(SipCertificate.ACM);
    assertThat(certificate(domain + "media: {certificate: none}")).isEqualTo(SipCertificate.NONE);
    assertThat(certificate(domain + "media: {certificate: \"secret:mine\"}").secret())
        .contains("mine");
  }

  private static SipCertificate certificate(String yaml) {
    return InstallationFile.read(yaml, Synth.FILES, PACKAGES).media().certificate();
  }

  @Test
  void everythingCanBeSet() {
    Installation installation = InstallationFile.read(Synth.FULL, Synth.FILES, PACKAGES);

    assertThat(installation.keepsData()).isTrue();
    assertThat(installation.secondRegion()).contains("us-west-2");
    assertThat(installation.domain().orElseThrow().name()).isEqualTo("voice.example.com");
    assertThat(installation.access().buckets()).containsExactly("other-recordings");
    assertThat(installation.authorities().orElseThrow()).startsWith("-----BEGIN CERTIFICATE-----");
  }

  @Test
  void callersCanBeVerifiedWithoutCallsBeingSigned() {
    Installation installation =
        InstallationFile.read(
            "identity: {authorities: stir-authorities.pem}", Synth.FILES, PACKAGES);

    assertThat(installation.authorities()).isPresent();
    assertThat(installation.identity()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          stage: Prod                       | stage is 1 to 12 lower-case letters
          account: 111122223333             | account is a text; put it in quotation marks
          account: "1234"                   | account is twelve digits
          region: virginia                  | region is an AWS region
          secondRegion: us-east-1           | secondRegion is another region than us-east-1
          secondRegion: us-west-2           | account is twelve digits: with a second region
          zones: [a]                        | zones is two letters or more
          zones: [a, a]                     | zones is two letters or more
          zones: a                          | zones is a list
          domain: {name: voice.example.com} | domain.hostedZoneId is missing
          domain: {name: x, hostedZoneId: Z0123456789} | domain.name is a DNS domain
          media: {cpu: 3}                   | media.cpu is 1024, 2048
          media: {memoryMb: 1024}           | media.memoryMb is for media.cpu 2048, as Fargate has
          region: us-gov-west-1             | region is a region of the public AWS cloud
          region: cn-north-1                | region is a region of the public AWS cloud
          secondRegion: us-iso-east-1       | secondRegion is a region of the public AWS cloud
          media: {minTasks: 1}              | media.minTasks is 2 to 100, not 1
          media: {callsPerTask: 10000, lastRtpPort: 20000} | media.lastRtpPort is higher
          media: {certificate: acm}         | media.certificate is acm with a domain only
          media: {certificate: mine}        | media.certificate is acm, secret:NAME with the name
          media: {certificate: "secret:"}   | media.certificate is acm, secret:NAME with the name
          media: {certificate: "secret:a b"} | media.certificate is acm, secret:NAME with the name
          media: {certificateSecret: a}     | media.certificateSecret is not a setting; media has
          media: {tasks: 3}                 | media.tasks is not a setting; media has
          retention: {logs: 31}             | retention.logs is one of
          access: {functions: []}           | access.functions is at least one name
          access: {buckets: ["*"]}          | access.buckets is names of S3 buckets
          identity: {keySecret: a, certificateUrl: "http://x"} | identity.certificateUrl is an https
          identity: {keySecret: a, authorities: stir-authorities.pem} | identity.certificateUrl is missing
          identity: {authorities: none.pem} | identity.authorities is a file that can be read
          identity: {authorities: 3}        | identity.authorities is a text
          identity: {authorities: "a\\0b"}  | identity.authorities is the name of a file
          alarmEmail: nobody                | alarmEmail is an e-mail address
          colour: red                       | colour is not a setting; there are
          [1, 2]                            | carillon.yaml is names with values
          'a: b: c'                         | carillon.yaml is YAML, which this is not
          """)
  void aWrongSettingIsNamedWithWhatIsRight(String yaml, String message) {
    assertThatExceptionOfType(SettingException.class)
        .isThrownBy(() -> InstallationFile.read(yaml, Synth.FILES, PACKAGES))
        .withMessageContaining(message);
  }

  /** From AWS's table of task sizes on Fargate: gigabytes that are the least, the most, a step. */
  @ParameterizedTest
  @CsvSource({
    "1024, 2, 8, 1",
    "2048, 4, 16, 1",
    "4096, 8, 30, 1",
    "8192, 16, 60, 4",
    "16384, 32, 120, 8"
  })
  void memoryIsWhatFargateHasForTheProcessors(int cpu, int least, int most, int step) {
    for (int gigabytes = 1; gigabytes <= 130; gigabytes++) {
      String yaml = "media: {cpu: %d, memoryMb: %d}".formatted(cpu, gigabytes * 1024);
      if (gigabytes >= least && gigabytes <= most && gigabytes % step == 0) {
        assertThat(InstallationFile.read(yaml, Synth.FILES, PACKAGES).media().memoryMb())
            .isEqualTo(gigabytes * 1024);
      } else {
        assertThatExceptionOfType(SettingException.class)
            .as(yaml)
            .isThrownBy(() -> InstallationFile.read(yaml, Synth.FILES, PACKAGES))
            .withMessageContaining("media.memoryMb");
      }
    }
  }

  @Test
  void theExampleSaysWhatHoldsWhenNothingIsSaid() throws IOException {
    String example =
        Files.readString(Path.of(System.getProperty("carillon.home"), "carillon.example.yaml"));

    assertThat(InstallationFile.read(example, Synth.FILES, PACKAGES))
        .isEqualTo(InstallationFile.read("", Synth.FILES, PACKAGES));
  }

  @Test
  void everySettingOfTheExampleCanBeUncommented() throws IOException {
    String example =
        Files.readString(Path.of(System.getProperty("carillon.home"), "carillon.example.yaml"));
    String all = example.replaceAll("(?m)^( *)# ( *[a-zA-Z]+:)", "$1$2");

    Installation installation = InstallationFile.read(all, Synth.FILES, PACKAGES);

    assertThat(installation.secondRegion()).contains("us-west-2");
    assertThat(installation.domain()).isPresent();
    assertThat(installation.identity()).isPresent();
    assertThat(installation.authorities()).isPresent();
    assertThat(installation.media().certificate().secret()).contains("carillon/tls");
  }
}
