package org.carillon.media.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.carillon.core.routing.UnknownSources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a task's environment variables say, and what wrong ones get (D1). */
class TaskSettingsTest {

  @Test
  void whatIsNotSaidIsAsTheStackHasIt() throws Exception {
    TaskSettings settings = TaskSettings.from(Settings.ENVIRONMENT);

    assertThat(settings.sipPort()).isEqualTo(5060);
    assertThat(settings.firstRtpPort()).isEqualTo(5000);
    assertThat(settings.lastRtpPort()).isEqualTo(65000);
    assertThat(settings.healthPort()).isEqualTo(8080);
    assertThat(settings.tls()).isEmpty();
    assertThat(settings.bind()).isEmpty();
    assertThat(settings.stopTime()).hasSeconds(120);
    assertThat(settings.unknownSources()).isEqualTo(UnknownSources.REFUSED);
    assertThat(settings.dialSipUris()).isFalse();
  }

  @Test
  void recordingsWaitBesideTheFactsOrWhereNodesShareAFolder() throws Exception {
    TaskSettings alone = TaskSettings.from(Settings.ENVIRONMENT);
    assertThat(alone.recordings()).isEqualTo(alone.stores().spool().resolve("recordings"));

    String shared = "/var/spool/carillon-recordings";
    assertThat(TaskSettings.from(Settings.with("CARILLON_RECORDINGS_SPOOL", shared)).recordings())
        .isEqualTo(Path.of(shared));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CARILLON_SIP_PORT|70000|CARILLON_SIP_PORT is 0 to 65535, not 70000.",
        "CARILLON_SIP_PORT|five|CARILLON_SIP_PORT is 0 to 65535, not five.",
        "CARILLON_RTP_PORTS|9000|CARILLON_RTP_PORTS is FROM-TO",
        "CARILLON_RTP_PORTS|9000-8000|CARILLON_RTP_PORTS is FROM-TO",
        "CARILLON_BIND|localhost|CARILLON_BIND has addresses and no names, not localhost.",
        "CARILLON_PUBLIC_ADDRESS|192.0.2.1,192.0.2.2|CARILLON_PUBLIC_ADDRESS is one address.",
        "CARILLON_STOP_SECONDS|600|CARILLON_STOP_SECONDS is 30 to 120, not 600.",
        "CARILLON_MAX_CALLS|0|CARILLON_MAX_CALLS is 1 to 100000, not 0.",
        "CARILLON_ACCOUNT|12|twelve digits",
        "CARILLON_QUEUE_URL|https://queue|CARILLON_QUEUE_URL is not the URL of a FIFO queue",
        "CARILLON_UNKNOWN_SOURCES|all|CARILLON_UNKNOWN_SOURCES is refused or simulated-carrier",
        "CARILLON_REGION_NODES|us-west-2=h|CARILLON_REGION_NODES wants CARILLON_REGION_SECRET",
        "CARILLON_SIP_URIS|yes|CARILLON_SIP_URIS must be allowed or refused.",
        "CARILLON_SIP_TLS_CERTIFICATE_ARN|mine|CARILLON_SIP_TLS_CERTIFICATE_ARN is the ARN",
        "CARILLON_SIP_TLS_KEY|-----BEGIN PRIVATE KEY-----|set both, or neither"
      })
  void aWrongValueIsNamedWithWhatIsRight(String name, String value, String words) {
    assertThatThrownBy(() -> TaskSettings.from(Settings.with(name, value)))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(words);
  }

  @Test
  void allThatIsWrongIsSaidAtOnceAndNoSecret() {
    Map<String, String> environment = new HashMap<>(Settings.ENVIRONMENT);
    environment.remove("CARILLON_TABLE");
    environment.put("CARILLON_HEALTH_PORT", "-1");
    environment.put("CARILLON_SIP_TLS_CERTIFICATE", "not PEM");
    environment.put("CARILLON_SIP_TLS_KEY", "very secret");

    assertThatThrownBy(() -> TaskSettings.from(environment))
        .hasMessageContaining("CARILLON_TABLE")
        .hasMessageContaining("CARILLON_HEALTH_PORT")
        .hasMessageContaining("CARILLON_SIP_TLS_KEY")
        .hasMessageNotContaining("very secret");
  }

  @Test
  void theOperatorsOwnCertificateComesBeforeThatOfAcm() throws Exception {
    String arn = "arn:aws:acm:us-east-1:111122223333:certificate/1234";
    Map<String, String> environment = Settings.with("CARILLON_SIP_TLS_CERTIFICATE_ARN", arn);
    assertThat(TaskSettings.from(environment).tls())
        .contains(new SipTls(5061, new SipTls.OfAcm(arn)));

    environment.put("CARILLON_SIP_TLS_CERTIFICATE", "-----BEGIN CERTIFICATE-----\nMII");
    environment.put("CARILLON_SIP_TLS_KEY", "-----BEGIN PRIVATE KEY-----\nsecret");
    assertThat(TaskSettings.from(environment).tls().orElseThrow().certificate())
        .isInstanceOf(SipTls.Given.class);
  }

  @Test
  void aKeyIsInNoText() throws Exception {
    Map<String, String> environment = new HashMap<>(Settings.ENVIRONMENT);
    environment.put("CARILLON_SIP_TLS_CERTIFICATE", "-----BEGIN CERTIFICATE-----\nMII");
    environment.put("CARILLON_SIP_TLS_KEY", "-----BEGIN PRIVATE KEY-----\nhidden");
    environment.put("CARILLON_REGION_NODES", "us-west-2=sip.example.com");
    environment.put("CARILLON_REGION_SECRET", "hidden".repeat(6));

    assertThat(TaskSettings.from(environment).toString())
        .contains("sip.example.com")
        .doesNotContain("hidden");
  }
}
