package org.carillon.functions.voiceapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.carillon.core.access.AccessKey;
import org.carillon.core.access.AccessKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.chimesdkvoice.ChimeSdkVoiceClient;
import software.amazon.awssdk.services.chimesdkvoice.model.AccessDeniedException;
import software.amazon.awssdk.services.chimesdkvoice.model.ForbiddenException;
import software.amazon.awssdk.services.chimesdkvoice.model.SipMediaApplication;
import software.amazon.awssdk.services.chimesdkvoice.model.SipMediaApplicationEndpoint;
import software.amazon.awssdk.services.chimesdkvoice.model.Tag;

/** Users, their keys and policies (O3), through the unmodified SDK client and our own API. */
class AccessTest {

  private static final String USERS = "/carillon/v1/users";
  private static final String ALICE = "arn:aws:iam::111122223333:user/alice";

  @TempDir Path data;
  private LocalApi local;
  private OperatorClient root;

  @BeforeEach
  void start() throws IOException {
    local = new LocalApi(data);
    root = new OperatorClient(local.endpoint(), local.key());
  }

  @AfterEach
  void stop() {
    local.close();
  }

  @Test
  void aNewUserMayDoNothingAndTheAnswerNamesWhatIsMissing() throws Exception {
    try (ChimeSdkVoiceClient alice = client(user("alice"))) {
      assertThatThrownBy(() -> alice.listPhoneNumbers(r -> {}))
          .isInstanceOf(ForbiddenException.class)
          .hasMessageStartingWith(
              "User: "
                  + ALICE
                  + " is not authorized to perform: chime:ListPhoneNumbers on resource: *")
          .hasMessageContaining("because no identity-based policy allows the");
      // where the model declares it, the error is AccessDenied
      assertThatThrownBy(() -> alice.searchAvailablePhoneNumbers(r -> r.areaCode("206")))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContaining("chime:SearchAvailablePhoneNumbers");
    }
  }

  @Test
  void aPolicyHoldsAtOnceAndDenyComesFirst() throws Exception {
    try (ChimeSdkVoiceClient alice = client(user("alice"))) {
      answers(204, "PUT", USERS + "/alice/attached-policies/AmazonChimeReadOnly", Map.of());
      assertThat(alice.listPhoneNumbers(r -> {}).phoneNumbers()).isEmpty();

      put("alice", "no-numbers", "Deny", "chime:ListPhoneNumbers", "*", "");
      assertThatThrownBy(() -> alice.listPhoneNumbers(r -> {}))
          .isInstanceOf(ForbiddenException.class)
          .hasMessageContaining("with an explicit deny in an identity-based policy");

      answers(204, "DELETE", USERS + "/alice/policies/no-numbers", Map.of());
      answers(204, "DELETE", USERS + "/alice/attached-policies/AmazonChimeReadOnly", Map.of());
      assertThatThrownBy(() -> alice.listPhoneNumbers(r -> {}))
          .isInstanceOf(ForbiddenException.class);
    }
  }

  @Test
  void resourcesAreToldApartByTheirArnsAlsoInAnotherRegion() throws Exception {
    String mine = application("us-east-1").sipMediaApplicationId();
    String far = application("us-west-2").sipMediaApplicationId();
    try (ChimeSdkVoiceClient alice = client(user("alice"))) {
      put("alice", "mine", "Allow", "chime:GetSipMediaApplication", arn("us-east-1", "sma/*"), "");

      assertThat(alice.getSipMediaApplication(r -> r.sipMediaApplicationId(mine))).isNotNull();
      assertThatThrownBy(() -> alice.getSipMediaApplication(r -> r.sipMediaApplicationId(far)))
          .isInstanceOf(ForbiddenException.class)
          .hasMessageContaining("on resource: " + arn("us-west-2", "sma/" + far));
    }
  }

  @Test
  void tagsOfResourcesAndRequestsDecide() throws Exception {
    SipMediaApplication voice = application("us-east-1");
    try (ChimeSdkVoiceClient all = local.client();
        ChimeSdkVoiceClient alice = client(user("alice"))) {
      String sameTeam = "'StringEquals':{'aws:ResourceTag/team':'${aws:PrincipalTag/team}'}";
      put("alice", "team", "Allow", "chime:GetSipMediaApplication", "*", sameTeam);
      put(
          "alice",
          "tagging",
          "Allow",
          "chime:TagResource",
          "*",
          "'ForAllValues:StringEquals':{'aws:TagKeys':['cost']},"
              + "'StringEquals':{'aws:RequestTag/cost':'1'}");
      String id = voice.sipMediaApplicationId();
      assertThatThrownBy(() -> alice.getSipMediaApplication(r -> r.sipMediaApplicationId(id)))
          .isInstanceOf(ForbiddenException.class);

      String arn = voice.sipMediaApplicationArn();
      all.tagResource(r -> r.resourceARN(arn).tags(tag("team", "voice")));
      assertThat(alice.getSipMediaApplication(r -> r.sipMediaApplicationId(id))).isNotNull();

      alice.tagResource(r -> r.resourceARN(arn).tags(tag("cost", "1")));
      assertThatThrownBy(() -> alice.tagResource(r -> r.resourceARN(arn).tags(tag("cost", "2"))))
          .isInstanceOf(ForbiddenException.class)
          .hasMessageContaining("chime:TagResource on resource: " + arn);
      assertThatThrownBy(() -> alice.tagResource(r -> r.resourceARN(arn).tags(tag("team", "x"))))
          .isInstanceOf(ForbiddenException.class);
    }
  }

  @Test
  void theSourceAddressIsKnown() throws Exception {
    try (ChimeSdkVoiceClient alice = client(user("alice"))) {
      put("alice", "here", "Allow", "*", "*", "'IpAddress':{'aws:SourceIp':'127.0.0.0/8'}");
      assertThat(alice.listPhoneNumbers(r -> {})).isNotNull();

      put("alice", "here", "Allow", "*", "*", "'NotIpAddress':{'aws:SourceIp':'127.0.0.0/8'}");
      assertThatThrownBy(() -> alice.listPhoneNumbers(r -> {}))
          .isInstanceOf(ForbiddenException.class);
    }
  }

  @Test
  void anInactiveKeyAndADeletedOneDoNotWork() throws Exception {
    AwsBasicCredentials key = user("alice");
    String path = USERS + "/alice/access-keys/" + key.accessKeyId();
    answers(204, "PUT", USERS + "/alice/attached-policies/AmazonChimeFullAccess", Map.of());
    try (ChimeSdkVoiceClient alice = client(key)) {
      assertThat(alice.listPhoneNumbers(r -> {})).isNotNull();
      answers(204, "PUT", path, Map.of("Status", "Inactive"));
      assertThatThrownBy(() -> alice.listPhoneNumbers(r -> {}))
          .hasMessageContaining("The access key is inactive");
      answers(204, "PUT", path, Map.of("Status", "Active"));
      assertThat(alice.listPhoneNumbers(r -> {})).isNotNull();
      answers(204, "DELETE", path, Map.of());
      assertThatThrownBy(() -> alice.listPhoneNumbers(r -> {}))
          .hasMessageContaining("no such access key");
    }
  }

  @Test
  void aUserHasAtMostTwoKeysAndTheirSecretsAreShownOnce() throws Exception {
    user("alice");
    answers(201, "POST", USERS + "/alice/access-keys", Map.of());
    answers(400, "POST", USERS + "/alice/access-keys", Map.of());

    var listed = answers(200, "GET", USERS + "/alice/access-keys", Map.of());
    assertThat((List<?>) listed.get("AccessKeys")).hasSize(2);
    assertThat(listed.toString()).doesNotContain("Secret");
    answers(409, "DELETE", USERS + "/alice", Map.of());
  }

  @Test
  void aSessionHasTheRightsOfItsUserAndItsOwnPolicyAndEndsInTime() throws Exception {
    user("alice");
    answers(204, "PUT", USERS + "/alice/attached-policies/AmazonChimeFullAccess", Map.of());
    var answer =
        answers(
            201,
            "POST",
            "/carillon/v1/sessions",
            Map.of(
                "SessionName",
                "console",
                "UserName",
                "alice",
                "DurationSeconds",
                900,
                "Policy",
                document("Allow", "chime:List*", "*", "")));
    Map<?, ?> given = (Map<?, ?>) answer.get("Credentials");
    var credentials =
        AwsSessionCredentials.create(
            (String) given.get("AccessKeyId"),
            (String) given.get("SecretAccessKey"),
            (String) given.get("SessionToken"));
    try (ChimeSdkVoiceClient session = local.client(credentials, Region.US_EAST_1)) {
      assertThat(session.listPhoneNumbers(r -> {})).isNotNull();
      assertThatThrownBy(() -> session.getGlobalSettings(r -> {}))
          .hasMessageStartingWith(
              "User: arn:aws:sts::111122223333:assumed-role/alice/console is not authorized to"
                  + " perform: chime:GetGlobalSettings on resource: *"
                  + " because no session policy allows");

      answers(204, "DELETE", USERS + "/alice/attached-policies/AmazonChimeFullAccess", Map.of());
      assertThatThrownBy(() -> session.listPhoneNumbers(r -> {}))
          .hasMessageContaining("no identity-based policy");

      Instant later = Instant.now().plusSeconds(1000);
      local.clock = () -> later;
      assertThatThrownBy(() -> session.listPhoneNumbers(r -> {}))
          .isInstanceOf(ForbiddenException.class);
    }
  }

  @Test
  void aSessionOfTheRootUserCanBeNarrowedToo() throws Exception {
    var answer =
        answers(
            201,
            "POST",
            "/carillon/v1/sessions",
            Map.of("SessionName", "look", "Policy", document("Allow", "chime:Get*", "*", "")));
    assertThat(answer).containsEntry("Arn", "arn:aws:sts::111122223333:assumed-role/root/look");
    Map<?, ?> given = (Map<?, ?>) answer.get("Credentials");
    AccessKeys keys = new AccessKeys(local.ports().items(), local.ports().sealer(), local.clock);
    AccessKey key = keys.find((String) given.get("AccessKeyId")).orElseThrow();
    var credentials =
        AwsSessionCredentials.create(
            key.id(), key.secret().reveal(), key.sessionToken().orElseThrow().reveal());
    try (ChimeSdkVoiceClient session = local.client(credentials, Region.US_EAST_1)) {
      assertThat(session.getGlobalSettings(r -> {})).isNotNull();
      assertThatThrownBy(() -> session.listPhoneNumbers(r -> {}))
          .isInstanceOf(ForbiddenException.class)
          .hasMessageContaining("no session policy");
    }
  }

  @Test
  void theOperatorsApiIsUnderPoliciesToo() throws Exception {
    AwsBasicCredentials key = user("alice");
    var alice = new OperatorClient(local.endpoint(), accessKey(key));

    var denied = alice.call("GET", USERS, Map.of());
    assertThat(denied.status()).isEqualTo(403);
    assertThat((String) denied.body().get("Message"))
        .contains("is not authorized to perform: carillon:ListUsers on resource: *");
    put("alice", "self", "Allow", "carillon:*", "arn:aws:iam::*:user/${aws:username}", "");
    assertThat(alice.call("GET", USERS + "/alice", Map.of()).status()).isEqualTo(200);
    assertThat(alice.call("GET", USERS + "/bob", Map.of()).status()).isEqualTo(403);
  }

  @Test
  void managedPoliciesAreListedMadeAttachedAndKeptWhileUsed() throws Exception {
    user("alice");
    assertThat(answers(200, "GET", "/carillon/v1/policies", Map.of()).toString())
        .contains("AmazonChimeSDK,", "AmazonChimeVoiceConnectorServiceLinkedRolePolicy");
    answers(
        201,
        "POST",
        "/carillon/v1/policies",
        Map.of("PolicyName", "look", "PolicyDocument", document("Allow", "chime:Get*", "*", "")));
    answers(204, "PUT", USERS + "/alice/attached-policies/look", Map.of());
    answers(204, "PUT", USERS + "/alice/attached-policies/look", Map.of());
    answers(409, "DELETE", "/carillon/v1/policies/look", Map.of());
    answers(204, "DELETE", USERS + "/alice/attached-policies/look", Map.of());
    answers(204, "DELETE", "/carillon/v1/policies/look", Map.of());
    answers(404, "PUT", USERS + "/alice/attached-policies/look", Map.of());
    answers(
        400,
        "PUT",
        USERS + "/alice/attached-policies/AmazonChimeVoiceConnectorServiceLinkedRolePolicy",
        Map.of());
    answers(409, "DELETE", "/carillon/v1/policies/AmazonChimeSDK", Map.of());
  }

  @Test
  void aPolicyCanBeTriedBeforeItIsGiven() throws Exception {
    var answer =
        answers(
            200,
            "POST",
            "/carillon/v1/policy-simulations",
            Map.of(
                "PolicyDocuments",
                List.of(
                    document("Allow", "chime:Get*", "*", "'Bool':{'aws:SecureTransport':true}")),
                "Actions",
                List.of("chime:GetSipRule", "chime:DeleteSipRule"),
                "ContextEntries",
                List.of(Map.of("Key", "aws:SecureTransport", "Values", List.of("true")))));

    assertThat(answer.get("Results").toString())
        .contains("GetSipRule", "allowed", "DeleteSipRule", "implicitDeny");
  }

  @Test
  void badInputIsRefusedAndNothingIsChanged() throws Exception {
    user("alice");
    answers(400, "POST", USERS, Map.of("UserName", "root"));
    answers(409, "POST", USERS, Map.of("UserName", "alice"));
    answers(400, "POST", USERS, Map.of("UserName", "a/b"));
    answers(404, "GET", USERS + "/bob", Map.of());
    answers(404, "POST", USERS + "/bob/access-keys", Map.of());
    answers(404, "DELETE", USERS + "/alice/access-keys/AKIANONE", Map.of());
    answers(400, "PUT", USERS + "/alice/policies/p", Map.of("PolicyDocument", "{}"));
    answers(404, "DELETE", USERS + "/alice/policies/p", Map.of());
    assertThat(answers(200, "GET", USERS + "/alice/policies", Map.of()).get("PolicyNames"))
        .isEqualTo(List.of());
  }

  private AwsBasicCredentials user(String name) throws Exception {
    answers(
        201,
        "POST",
        USERS,
        Map.of("UserName", name, "Tags", List.of(Map.of("Key", "team", "Value", "voice"))));
    var made = answers(201, "POST", USERS + "/" + name + "/access-keys", Map.of());
    Map<?, ?> key = (Map<?, ?>) made.get("AccessKey");
    return AwsBasicCredentials.create(
        (String) key.get("AccessKeyId"), (String) key.get("SecretAccessKey"));
  }

  private AccessKey accessKey(AwsBasicCredentials credentials) {
    return new AccessKeys(local.ports().items(), local.ports().sealer(), local.clock)
        .find(credentials.accessKeyId())
        .orElseThrow();
  }

  private ChimeSdkVoiceClient client(AwsBasicCredentials key) {
    return local.client(key, Region.US_EAST_1);
  }

  private Map<String, Object> answers(
      int status, String method, String path, Map<String, Object> input) throws Exception {
    var answer = root.call(method, path, input);
    assertThat(answer.status()).as(method + " " + path + " " + answer.body()).isEqualTo(status);
    return answer.body();
  }

  private void put(
      String user, String name, String effect, String action, String resource, String condition)
      throws Exception {
    answers(
        204,
        "PUT",
        USERS + "/" + user + "/policies/" + name,
        Map.of("PolicyDocument", document(effect, action, resource, condition)));
  }

  private static String document(String effect, String action, String resource, String condition) {
    return ("{'Version':'2012-10-17','Statement':{'Effect':'"
            + effect
            + "','Action':'"
            + action
            + "','Resource':'"
            + resource
            + "'"
            + (condition.isEmpty() ? "" : ",'Condition':{" + condition + "}")
            + "}}")
        .replace('\'', '"');
  }

  private static String arn(String region, String resource) {
    return "arn:aws:chime:" + region + ":111122223333:" + resource;
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  private SipMediaApplication application(String region) {
    try (ChimeSdkVoiceClient client = local.client()) {
      return client
          .createSipMediaApplication(
              r ->
                  r.name("app")
                      .awsRegion(region)
                      .endpoints(
                          SipMediaApplicationEndpoint.builder()
                              .lambdaArn("arn:aws:lambda:" + region + ":111122223333:function:f")
                              .build()))
          .sipMediaApplication();
    }
  }
}
