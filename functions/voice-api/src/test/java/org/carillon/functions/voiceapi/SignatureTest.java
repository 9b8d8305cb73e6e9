package org.carillon.functions.voiceapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.carillon.contract.ApiRequest;
import org.carillon.core.access.AccessKey;
import org.carillon.core.access.AccessKeys;
import org.carillon.core.access.Principal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.chimesdkvoice.ChimeSdkVoiceClient;
import software.amazon.awssdk.services.chimesdkvoice.model.BadRequestException;
import software.amazon.awssdk.services.chimesdkvoice.model.ChimeSdkVoiceException;
import software.amazon.awssdk.services.chimesdkvoice.model.ForbiddenException;
import software.amazon.awssdk.services.chimesdkvoice.model.NotFoundException;
import software.amazon.awssdk.services.chimesdkvoice.model.UnauthorizedClientException;

/** Every way a signature can fail, with the unmodified SDK as client: each has its own answer. */
class SignatureTest {

  @TempDir static Path data;
  private static LocalApi local;

  @BeforeAll
  static void start() throws IOException {
    local = new LocalApi(data);
  }

  @AfterAll
  static void stop() {
    local.close();
  }

  @AfterEach
  void untampered() {
    local.tamper = UnaryOperator.identity();
    local.clock = InstantSource.system();
  }

  @Test
  void theRightKeyIsLetIn() {
    assertThat(list(rightKey())).isZero();
  }

  @Test
  void encodedPathsAndQueriesAreCheckedAsTheyWereSent() {
    try (ChimeSdkVoiceClient client = local.client()) {
      for (String id :
          List.of("+12065550199", "%2B12065550199", "a b", "ü/+&=?#;:@", "../..", "%")) {
        assertThatThrownBy(() -> client.getPhoneNumber(r -> r.phoneNumberId(id)))
            .as(id)
            .isInstanceOf(NotFoundException.class);
      }
      assertThatThrownBy(
              () -> client.searchAvailablePhoneNumbers(r -> r.state("WA").city("a b+c/ü&d=%")))
          .isInstanceOf(BadRequestException.class)
          .hasMessageContaining("Search again without City");
    }
  }

  @Test
  void noSignature() {
    try (ChimeSdkVoiceClient client =
        ChimeSdkVoiceClient.builder()
            .endpointOverride(local.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .build()) {
      assertThatThrownBy(() -> client.listPhoneNumbers(r -> {}))
          .isInstanceOf(UnauthorizedClientException.class)
          .hasMessageContaining("not signed");
    }
  }

  @Test
  void unknownKey() {
    refused(
        AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", "secret"),
        UnauthorizedClientException.class,
        "no such access key");
  }

  @Test
  void wrongSecret() {
    refused(
        AwsBasicCredentials.create(local.key().id(), "not-the-secret"),
        ForbiddenException.class,
        "Check the secret access key");
  }

  @Test
  void aClockThatIsOffByMoreThanFiveMinutes() {
    for (int minutes : List.of(-6, 6)) {
      Instant there = Instant.now().plus(Duration.ofMinutes(minutes));
      local.clock = () -> there;
      refused(rightKey(), ForbiddenException.class, "clock says");
    }
    Instant near = Instant.now().plus(Duration.ofMinutes(4));
    local.clock = () -> near;
    assertThat(list(rightKey())).isZero();
  }

  @Test
  void aChangedBody() {
    local.tamper =
        r -> new ApiRequest(r.method(), r.rawPath(), r.rawQuery(), r.headers(), bytes("{\"a\":1}"));
    refused(rightKey(), ForbiddenException.class, "body");
  }

  @Test
  void aChangedMethodPathOrQuery() {
    local.tamper = r -> new ApiRequest("GET", "/settings", r.rawQuery(), r.headers(), r.body());
    refused(rightKey(), ForbiddenException.class, "does not match");
    local.tamper =
        r -> new ApiRequest(r.method(), r.rawPath(), "max-results=1", r.headers(), r.body());
    refused(rightKey(), ForbiddenException.class, "does not match");
  }

  @Test
  void aSignedHeaderThatDoesNotArrive() {
    local.tamper = withHeader("host", null);
    refused(rightKey(), BadRequestException.class, "\"host\" is signed but did not arrive");
    local.tamper = withHeader("x-amz-date", null);
    refused(rightKey(), BadRequestException.class, "X-Amz-Date is missing");
  }

  @Test
  void aHeaderThatMustBeSignedAndIsNot() {
    local.tamper =
        r ->
            withHeader(
                    "authorization", r.header("authorization").orElseThrow().replace("host;", ""))
                .apply(r);
    refused(rightKey(), BadRequestException.class, "must cover the header \"host\"");
  }

  @Test
  void anUnsignedBodyIsNotTaken() {
    local.tamper = withHeader("x-amz-content-sha256", "UNSIGNED-PAYLOAD");
    assertThatThrownBy(() -> list(rightKey())).isInstanceOf(BadRequestException.class);
  }

  @Test
  void anotherRegion() {
    assertThatThrownBy(
            () -> {
              try (ChimeSdkVoiceClient client = local.client(rightKey(), Region.EU_WEST_1)) {
                client.listPhoneNumbers(r -> {});
              }
            })
        .isInstanceOf(ForbiddenException.class)
        .hasMessageContaining("signed for the region \"eu-west-1\", but this is \"us-east-1\"");
  }

  @Test
  void anAuthorizationHeaderThatIsNone() {
    for (String header :
        List.of(
            "",
            "Basic dXNlcjpwYXNz",
            "AWS4-HMAC-SHA256",
            "AWS4-HMAC-SHA256 ",
            "AWS4-HMAC-SHA256 Credential=a/20150830/us-east-1/chime/aws4_request",
            "AWS4-HMAC-SHA256 Credential=a, SignedHeaders=host, Signature=00",
            "AWS4-HMAC-SHA256 Credential=a, Credential=b",
            "AWS4-HMAC-SHA256 " + "x".repeat(10_000))) {
      local.tamper = withHeader("authorization", header);
      refused(rightKey(), BadRequestException.class, "not well-formed");
    }
  }

  @Test
  void aTemporaryKeyNeedsItsSessionToken() {
    AccessKeys keys = new AccessKeys(local.ports().items(), local.ports().sealer(), Instant::now);
    Principal root = new Principal("111122223333", LocalApi.ACCOUNT.rootArn(), "");
    AccessKey temporary = keys.createTemporary(root, Duration.ofHours(1));
    String token = temporary.sessionToken().orElseThrow().reveal();
    String secret = temporary.secret().reveal();

    assertThat(list(AwsSessionCredentials.create(temporary.id(), secret, token))).isZero();
    refused(
        AwsBasicCredentials.create(temporary.id(), secret),
        ForbiddenException.class,
        "send its session token");
    refused(
        AwsSessionCredentials.create(temporary.id(), secret, "another"),
        ForbiddenException.class,
        "not the one of the access key");
    refused(
        AwsSessionCredentials.create(local.key().id(), local.key().secret().reveal(), token),
        ForbiddenException.class,
        "Unset AWS_SESSION_TOKEN");

    AccessKey ended = keys.createTemporary(root, Duration.ofSeconds(-1));
    refused(
        AwsSessionCredentials.create(
            ended.id(), ended.secret().reveal(), ended.sessionToken().orElseThrow().reveal()),
        ForbiddenException.class,
        "ended at");
  }

  @Test
  void aStrangerLearnsNothingOfPathsOrResources() {
    ApiRequest unsigned = new ApiRequest("GET", "/no/such/path", "", Map.of(), new byte[0]);
    assertThat(local.api.handle(unsigned).status()).isEqualTo(401);
  }

  @Test
  void secretsDoNotPrint() {
    assertThat(local.key().toString()).doesNotContain(local.key().secret().reveal());
  }

  private static AwsCredentials rightKey() {
    return AwsBasicCredentials.create(local.key().id(), local.key().secret().reveal());
  }

  private static int list(AwsCredentials credentials) {
    try (ChimeSdkVoiceClient client = local.client(credentials, Region.US_EAST_1)) {
      return client.listPhoneNumbers(r -> {}).phoneNumbers().size();
    }
  }

  private static void refused(
      AwsCredentials credentials, Class<? extends ChimeSdkVoiceException> error, String words) {
    assertThatThrownBy(() -> list(credentials)).isInstanceOf(error).hasMessageContaining(words);
  }

  private static UnaryOperator<ApiRequest> withHeader(String name, String value) {
    return r -> {
      Map<String, List<String>> headers = new HashMap<>(r.headers());
      if (value == null) {
        headers.remove(name);
      } else {
        headers.put(name, List.of(value));
      }
      return new ApiRequest(r.method(), r.rawPath(), r.rawQuery(), headers, r.body());
    };
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
