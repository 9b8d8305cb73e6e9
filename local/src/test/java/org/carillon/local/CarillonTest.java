package org.carillon.local;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.carillon.core.Account;
import org.carillon.local.functions.FunctionSpec;
import org.carillon.media.node.CallObserver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.chimesdkvoice.ChimeSdkVoiceClient;
import software.amazon.awssdk.services.chimesdkvoice.model.ChimeSdkVoiceException;
import software.amazon.awssdk.services.chimesdkvoice.model.SipMediaApplicationEndpoint;

/** Everything in one JVM, seen from outside. */
class CarillonTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final Pattern KEY =
      Pattern.compile("AWS_ACCESS_KEY_ID=(\\S+)\\s+export AWS_SECRET_ACCESS_KEY=(\\S+)");

  @TempDir Path folder;

  @Test
  void aStopAndAStartKeepWhatWasThereAndTheKeyStillWorks() throws Exception {
    String application;
    String notice;
    try (var carillon = start(Map.of());
        var client = client(carillon, printedKey(carillon.keyNotice()))) {
      notice = carillon.keyNotice();
      assertThat(carillon.readyLine())
          .isEqualTo(
              "carillon is ready  api=%s  sip=%s  console=%s/console/  data=%s"
                  .formatted(
                      carillon.apiEndpoint(),
                      carillon.sipAddress(),
                      carillon.apiEndpoint(),
                      data()));
      application =
          client
              .createSipMediaApplication(
                  r ->
                      r.name("hello")
                          .awsRegion("us-east-1")
                          .endpoints(
                              SipMediaApplicationEndpoint.builder()
                                  .lambdaArn("arn:aws:lambda:us-east-1:111122223333:function:hello")
                                  .build()))
              .sipMediaApplication()
              .sipMediaApplicationId();
    }

    AwsBasicCredentials key = printedKey(notice);
    try (var again = start(Map.of());
        var client = client(again, key)) {
      assertThat(again.keyNotice()).contains("first-key.env").doesNotContain(key.secretAccessKey());
      assertThat(
              client
                  .getSipMediaApplication(r -> r.sipMediaApplicationId(application))
                  .sipMediaApplication()
                  .name())
          .isEqualTo("hello");
    }
  }

  @Test
  void theFirstKeyIsForItsOwnerAlone() throws Exception {
    try (var carillon = start(Map.of())) {
      var rights = Files.getPosixFilePermissions(data().resolve("first-key.env"));

      assertThat(PosixFilePermissions.toString(rights)).isEqualTo("rw-------");
      assertThat(carillon.keyNotice()).contains("export AWS_DEFAULT_REGION=us-east-1");
    }
  }

  @Test
  void keysOfTheEnvironmentAreTakenAtTheFirstStart() throws Exception {
    Map<String, String> given =
        Map.of("AWS_ACCESS_KEY_ID", "AKIAOFTHEOPERATOR", "AWS_SECRET_ACCESS_KEY", "s3cret");
    try (var carillon = start(given);
        var client = client(carillon, AwsBasicCredentials.create("AKIAOFTHEOPERATOR", "s3cret"))) {
      assertThat(carillon.keyNotice()).contains("AKIAOFTHEOPERATOR").doesNotContain("s3cret");
      assertThat(data().resolve("first-key.env")).doesNotExist();
      assertThat(client.listSipRules(r -> {}).sipRules()).isEmpty();
    }
  }

  @Test
  void aStrangersKeyIsRefused() throws Exception {
    try (var carillon = start(Map.of());
        var client = client(carillon, AwsBasicCredentials.create("AKIASTRANGER", "guess"))) {
      assertThatThrownBy(() -> client.listSipRules(r -> {}))
          .isInstanceOfSatisfying(
              ChimeSdkVoiceException.class, e -> assertThat(e.statusCode()).isIn(401, 403));
    }
  }

  @Test
  void theChimeIsInItsBucketAndAChangedOneStays() throws Exception {
    Path chime = data().resolve("s3/carillon-prompts/chime.wav");
    start(Map.of()).close();
    assertThat(chime).isNotEmptyFile();

    Files.writeString(chime, "mine");
    start(Map.of()).close();

    assertThat(chime).hasContent("mine");
  }

  @Test
  void theSimulatedCarrierRunsUnlessItIsNotWanted() throws Exception {
    try (var carillon = start(Map.of())) {
      InetSocketAddress address = carillon.simulatedCarrier().orElseThrow();
      assertThat(address.getAddress().isLoopbackAddress()).isTrue();
      assertThat(address.getPort()).isPositive();
    }
    var without =
        new LocalConfig(0, 0, 0, 0, List.of(LOOPBACK), data(), account(), List.of(), false, false);
    try (var carillon = Carillon.start(without, System.getenv(), CallObserver.none())) {
      assertThat(carillon.simulatedCarrier()).isEmpty();
    }
  }

  @Test
  void aPortInUseIsNamedWithItsOption() throws Exception {
    try (var taken = new ServerSocket(0, 1, LOOPBACK)) {
      int port = taken.getLocalPort();

      assertThatThrownBy(() -> start(port, 0, Map.of()))
          .isInstanceOf(StartException.class)
          .hasMessageContaining("API port " + port + " cannot be taken on 127.0.0.1")
          .hasMessageContaining("--api-port");
      assertThatThrownBy(() -> start(0, port, Map.of()))
          .isInstanceOf(StartException.class)
          .hasMessageContaining(Integer.toString(port))
          .hasMessageContaining("--sip-port");
    }
  }

  @Test
  void sipOverTlsHasACertificateOfItsOwnThatStays() throws Exception {
    Path certificate = data().resolve("tls/certificate.pem");
    byte[] made;
    try (var carillon = start(Map.of())) {
      assertThat(answerOverTls(carillon, certificate)).startsWith("SIP/2.0 200");
      made = Files.readAllBytes(certificate);
    }
    assertThat(Files.getPosixFilePermissions(data().resolve("tls/key.pem")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));

    try (var again = start(Map.of())) {
      assertThat(answerOverTls(again, certificate)).startsWith("SIP/2.0 200");
      assertThat(certificate).hasBinaryContent(made);
    }
  }

  /** Asks for the options, and checks that the certificate is good for 127.0.0.1. */
  private static String answerOverTls(Carillon carillon, Path certificate) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    try (var in = Files.newInputStream(certificate)) {
      trusted.setCertificateEntry(
          "it", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    String[] address = carillon.sipTlsAddress().split(":");
    try (var socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(address[0], Integer.parseInt(address[1]))) {
      var parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      socket.setSoTimeout(10_000);
      String options =
          """
          OPTIONS sip:127.0.0.1 SIP/2.0
          Via: SIP/2.0/TLS 127.0.0.1;branch=z9hG4bKtls
          From: <sip:a@example.com>;tag=a
          To: <sip:127.0.0.1>
          Call-ID: tls
          CSeq: 1 OPTIONS
          Max-Forwards: 70
          Content-Length: 0

          """;
      socket.getOutputStream().write(options.replace("\n", "\r\n").getBytes(US_ASCII));
      byte[] answer = new byte[2_000];
      int length = socket.getInputStream().read(answer);
      return new String(answer, 0, Math.max(0, length), US_ASCII);
    }
  }

  @Test
  void aDataDirectoryInUseIsRefusedAndTheOtherGoesOn() throws Exception {
    try (var first = start(Map.of());
        var client = client(first, printedKey(first.keyNotice()))) {
      assertThatThrownBy(() -> start(Map.of()))
          .isInstanceOf(StartException.class)
          .hasMessageContaining("is in use")
          .hasMessageContaining("--data");
      assertThat(client.listSipRules(r -> {}).sipRules()).isEmpty();
    }
  }

  @Test
  void aDataDirectoryThatIsAFileIsRefused() throws Exception {
    Files.writeString(data(), "");

    assertThatThrownBy(() -> start(Map.of()))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("--data");
  }

  @Test
  void aMissingInterpreterIsToldAtTheStart() throws Exception {
    var function =
        FunctionSpec.of("f", Files.writeString(folder.resolve("index.py"), ""), "handler");
    var config =
        new LocalConfig(
            0, 0, 0, 0, List.of(LOOPBACK), data(), account(), List.of(function), false, true);

    assertThatThrownBy(() -> Carillon.start(config, Map.of("PATH", ""), CallObserver.none()))
        .isInstanceOf(StartException.class)
        .hasMessageStartingWith("--function: function f: python3 is not on the PATH.");
  }

  @Test
  void awsWithoutItsSettingsIsRefusedAndNamesThem() {
    var config =
        new LocalConfig(0, 0, 0, 0, List.of(LOOPBACK), data(), account(), List.of(), true, false);

    assertThatThrownBy(() -> Carillon.start(config, Map.of(), CallObserver.none()))
        .isInstanceOf(StartException.class)
        .hasMessageStartingWith("--aws: Set the environment variables CARILLON_TABLE");
  }

  @Test
  void connectorsAreNamedAfterTheVoiceDomainOfTheEnvironment() throws Exception {
    Map<String, String> environment =
        Map.of(
            "CARILLON_VOICE_DOMAIN", "voice.example.com",
            "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE00000",
            "AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
            "AWS_SESSION_TOKEN", ""); // as a shell has it that forgot to unset it
    try (Carillon carillon = start(environment);
        ChimeSdkVoiceClient client =
            client(
                carillon,
                AwsBasicCredentials.create(
                    environment.get("AWS_ACCESS_KEY_ID"),
                    environment.get("AWS_SECRET_ACCESS_KEY")))) {
      String host =
          client
              .createVoiceConnector(it -> it.name("office").requireEncryption(false))
              .voiceConnector()
              .outboundHostName();

      assertThat(host).endsWith(".voiceconnector.voice.example.com");
    }
  }

  @Test
  void aWrongVoiceDomainIsNamed() {
    assertThatThrownBy(() -> start(Map.of("CARILLON_VOICE_DOMAIN", "no domain")))
        .isInstanceOf(StartException.class)
        .hasMessageStartingWith("CARILLON_VOICE_DOMAIN: the voice domain is a DNS domain");
  }

  private Path data() {
    return folder.resolve("data");
  }

  private static Account account() {
    return new Account("111122223333", "us-east-1");
  }

  private Carillon start(Map<String, String> keys) throws StartException {
    return start(0, 0, keys);
  }

  private Carillon start(int apiPort, int sipPort, Map<String, String> keys) throws StartException {
    var environment = new HashMap<>(System.getenv());
    environment.keySet().removeIf(name -> name.startsWith("AWS_"));
    environment.putAll(keys);
    var config =
        new LocalConfig(
            apiPort, sipPort, 0, 0, List.of(LOOPBACK), data(), account(), List.of(), false, true);
    return Carillon.start(config, environment, CallObserver.none());
  }

  private static AwsBasicCredentials printedKey(String notice) {
    Matcher key = KEY.matcher(notice);
    assertThat(key.find()).isTrue();
    return AwsBasicCredentials.create(key.group(1), key.group(2));
  }

  private static ChimeSdkVoiceClient client(Carillon carillon, AwsBasicCredentials key) {
    return ChimeSdkVoiceClient.builder()
        .endpointOverride(carillon.apiEndpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(StaticCredentialsProvider.create(key))
        .httpClient(UrlConnectionHttpClient.create())
        .build();
  }
}
