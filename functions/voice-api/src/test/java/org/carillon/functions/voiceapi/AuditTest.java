package org.carillon.functions.voiceapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.carillon.contract.ApiRequest;
import org.carillon.contract.ApiResponse;
import org.carillon.contract.Json;
import org.carillon.core.audit.AuditSettings;
import org.carillon.core.audit.TrailDelivery;
import org.carillon.core.numbers.NumberLifecycle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.chimesdkvoice.ChimeSdkVoiceClient;
import software.amazon.awssdk.services.chimesdkvoice.model.NotFoundException;
import software.amazon.awssdk.services.chimesdkvoice.model.SipMediaApplication;
import software.amazon.awssdk.services.chimesdkvoice.model.SipMediaApplicationEndpoint;

/** What every call leaves behind: its record in the audit (O5) and its event (O6). */
class AuditTest {

  private static final String BUCKET = AuditSettings.localBucket(LocalApi.ACCOUNT);

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
  void aChangeIsRecordedInCloudTrailsForm() throws Exception {
    SipMediaApplication made = application();

    Map<?, ?> entry = only("CreateSipMediaApplication");
    assertThat(entry.get("eventVersion")).isEqualTo("1.08");
    assertThat(entry.get("eventSource")).isEqualTo("chime.amazonaws.com");
    assertThat(entry.get("awsRegion")).isEqualTo("us-east-1");
    assertThat(entry.get("sourceIPAddress")).isEqualTo("127.0.0.1");
    assertThat((String) entry.get("userAgent")).contains("aws-sdk-java");
    assertThat(entry.get("readOnly")).isEqualTo(false);
    assertThat(entry.get("recipientAccountId")).isEqualTo("111122223333");
    assertThat((String) entry.get("requestID")).isNotEmpty();
    assertThat((Map<?, ?>) entry.get("userIdentity"))
        .isEqualTo(
            Map.of(
                "type", "Root",
                "principalId", "111122223333",
                "arn", "arn:aws:iam::111122223333:root",
                "accountId", "111122223333",
                "accessKeyId", local.key().id()));
    assertThat(entry.get("requestParameters").toString())
        .contains("lambdaArn=HIDDEN_DUE_TO_SECURITY_REASONS")
        .doesNotContain("arn:aws:lambda");
    assertThat(entry.get("responseElements").toString()).contains(made.sipMediaApplicationId());
    assertThat(entry.containsKey("errorCode")).isFalse();
  }

  @Test
  void callsThatLookFailOrAreDeniedAreRecordedToo() throws Exception {
    String id = application().sipMediaApplicationId();
    try (ChimeSdkVoiceClient client = local.client()) {
      client.getSipMediaApplication(r -> r.sipMediaApplicationId(id));
      assertThatThrownBy(() -> client.deleteSipRule(r -> r.sipRuleId("none")))
          .isInstanceOf(NotFoundException.class);
    }
    root.call("POST", "/carillon/v1/users", Map.of("UserName", "alice"));
    var made = root.call("POST", "/carillon/v1/users/alice/access-keys", Map.of());
    Map<?, ?> key = (Map<?, ?>) made.body().get("AccessKey");
    try (ChimeSdkVoiceClient alice =
        local.client(
            AwsBasicCredentials.create(
                (String) key.get("AccessKeyId"), (String) key.get("SecretAccessKey")),
            Region.US_EAST_1)) {
      assertThatThrownBy(() -> alice.getGlobalSettings(r -> {}))
          .hasMessageContaining("not authorized");
    }

    Map<?, ?> looked = only("GetSipMediaApplication");
    assertThat(looked.get("readOnly")).isEqualTo(true);
    assertThat(looked.get("responseElements")).isNull();
    assertThat(looked.get("resources").toString()).contains(id, "AWS::Chime::SipMediaApplication");
    assertThat(only("DeleteSipRule").get("errorCode")).isEqualTo("NotFoundException");
    Map<?, ?> denied = only("GetGlobalSettings");
    assertThat(denied.get("errorCode")).isEqualTo("ForbiddenException");
    assertThat((String) denied.get("errorMessage"))
        .startsWith("User: arn:aws:iam::111122223333:user/alice is not authorized");
    assertThat(denied.get("userIdentity").toString())
        .contains("type=IAMUser", "userName=alice", "principalId=AIDA");
    assertThat(only("CreateAccessKey").get("eventSource")).isEqualTo("carillon");
    assertThat(everything()).doesNotContain((String) key.get("SecretAccessKey"));
  }

  @Test
  void aCallThatNobodySignedIsRecordedAsAStrangers() throws Exception {
    local.api.handle(
        new ApiRequest(
            "GET",
            "/sip-rules",
            "",
            Map.of(
                "authorization",
                List.of(
                    "AWS4-HMAC-SHA256 Credential=AKIAWRONG/20260101/us-east-1/chime/aws4_request,"
                        + " SignedHeaders=host, Signature=0")),
            new byte[0],
            "203.0.113.9"));

    Map<?, ?> entry = only("ListSipRules");
    assertThat(entry.get("sourceIPAddress")).isEqualTo("203.0.113.9");
    assertThat(entry.get("userIdentity"))
        .isEqualTo(Map.of("type", "Unknown", "accessKeyId", "AKIAWRONG"));
    assertThat(entry.get("errorCode")).isNotNull();
    assertThat(entry.get("requestParameters")).isNull();
  }

  @Test
  void aDocumentThatIsPutUnderItsLinkIsRecordedWithoutTheLink() throws Exception {
    var made =
        root.call(
            "POST",
            "/carillon/v1/international-number-requests",
            Map.of(
                "ApplicantType",
                "INDIVIDUAL",
                "ApplicantName",
                "Ada Lovelace",
                "PhoneNumberType",
                "Local",
                "Country",
                "GB",
                "Quantity",
                1));
    Map<?, ?> request = (Map<?, ?>) made.body().get("InternationalNumberRequest");
    String documents = "/carillon/v1/number-requests/" + request.get("RequestId") + "/documents";
    var announced = root.call("POST", documents, Map.of("Type", "OTHER", "FileName", "a.pdf"));
    Map<?, ?> document = (Map<?, ?>) announced.body().get("Document");
    String link = (String) document.get("UploadPath");

    assertThat(put(link, "%PDF-1.7\n%%EOF\n").status()).isEqualTo(204);
    Map<?, ?> entry = only("UploadDocument");
    assertThat(entry.get("eventSource")).isEqualTo("carillon");
    assertThat(entry.get("userIdentity")).isEqualTo(Map.of("type", "Unknown"));
    assertThat(entry.get("sourceIPAddress")).isEqualTo("203.0.113.9");
    assertThat(entry.get("requestParameters"))
        .isEqualTo(
            Map.of(
                "uploadPath",
                "HIDDEN_DUE_TO_SECURITY_REASONS",
                "requestId",
                request.get("RequestId"),
                "documentId",
                document.get("DocumentId"),
                "size",
                15));
    assertThat(entry.get("responseElements").toString())
        .contains(
            "status=RECEIVED",
            "sha256=",
            "bucket=" + LocalApi.DOCUMENTS,
            "key=" + request.get("RequestId"));

    assertThat(put(link, "no document").status()).isEqualTo(400);
    assertThat(put(link + "A", "%PDF-1.7\n%%EOF\n").status()).isEqualTo(403);
    List<Object> refused =
        records(BUCKET).stream()
            .filter(it -> named(it, "UploadDocument"))
            .filter(it -> ((Map<?, ?>) it).containsKey("errorCode"))
            .toList();
    assertThat(refused)
        .extracting(it -> (String) ((Map<?, ?>) it).get("errorCode"))
        .containsExactlyInAnyOrder("BadRequestException", "ForbiddenException");
    // neither when it was made nor when it was used
    assertThat(only("CreateDocumentUpload").get("responseElements").toString())
        .contains("uploadPath=HIDDEN");
    assertThat(everything()).doesNotContain(link.substring(link.lastIndexOf('/') + 1));
  }

  private ApiResponse put(String path, String content) {
    byte[] body = content.getBytes(StandardCharsets.US_ASCII);
    return local.api.handle(new ApiRequest("PUT", path, "", Map.of(), body, "203.0.113.9"));
  }

  @Test
  void whatASweepDoesIsRecordedAsTheServicesOwn() throws Exception {
    try (ChimeSdkVoiceClient client = local.client()) {
      String order =
          client
              .createPhoneNumberOrder(
                  r -> r.productType("VoiceConnector").e164PhoneNumbers("+12065550100"))
              .phoneNumberOrder()
              .phoneNumberOrderId();
      client.getPhoneNumberOrder(r -> r.phoneNumberOrderId(order));
      client.deletePhoneNumber(r -> r.phoneNumberId("+12065550100"));
    }
    InstantSource later = InstantSource.offset(InstantSource.system(), Duration.ofDays(8));

    new NumberLifecycle(local.ports().items(), LocalApi.ACCOUNT, later).sweep();
    Map<?, ?> entry = only("ReleasePhoneNumber");

    assertThat(entry.get("eventType")).isEqualTo("AwsServiceEvent");
    assertThat(entry.get("eventVersion")).isEqualTo("1.08");
    assertThat(entry.get("userIdentity"))
        .isEqualTo(Map.of("accountId", "111122223333", "invokedBy", "carillon"));
    assertThat(entry.get("serviceEventDetails").toString())
        .contains("PhoneNumber=+12065550100", "DeletionTimestamp=");
    assertThat((String) entry.get("eventID")).hasSize(36);
    assertThat(only("ReleasePhoneNumber")).as("once").isEqualTo(entry);
  }

  @Test
  void theAuditCanBeSentElsewhereAndSwitchedOff() throws Exception {
    String path = "/carillon/v1/audit-settings";
    assertThat(root.call("GET", path, Map.of()).body().toString())
        .contains("Enabled=true", "Bucket=" + BUCKET);
    assertThat(root.call("PUT", path, Map.of("Bucket", "Not A Bucket")).status()).isEqualTo(400);

    assertThat(root.call("PUT", path, Map.of("Enabled", false)).status()).isEqualTo(200);
    application();
    assertThat(root.call("PUT", path, Map.of("Enabled", true, "Bucket", "other")).status())
        .isEqualTo(200);

    assertThat(records("other")).noneMatch(it -> named(it, "CreateSipMediaApplication"));
    assertThat(records("other")).anyMatch(it -> named(it, "GetAuditSettings"));
  }

  @Test
  void changesOfResourcesAreEvents() throws Exception {
    SipMediaApplication made = application();
    try (ChimeSdkVoiceClient client = local.client()) {
      client.updateSipMediaApplication(
          r -> r.sipMediaApplicationId(made.sipMediaApplicationId()).name("new"));
      client.listSipMediaApplications(r -> {});
      client.deleteSipMediaApplication(r -> r.sipMediaApplicationId(made.sipMediaApplicationId()));
    }
    delivery().deliver(true);

    List<Map<String, Object>> events = new ArrayList<>();
    for (String line : Files.readAllLines(data.resolve("events/events.jsonl"))) {
      events.add(Json.readObject(line.getBytes(StandardCharsets.UTF_8)));
    }
    assertThat(events).hasSize(3);
    assertThat(events)
        .allSatisfy(
            event -> {
              assertThat(event)
                  .containsEntry("detail-type", "Chime SipMediaApplication State Change")
                  .containsEntry("source", "carillon.chime")
                  .containsEntry("account", "111122223333")
                  .containsEntry("resources", List.of(made.sipMediaApplicationArn()));
              assertThat(event.get("detail").toString()).contains(made.sipMediaApplicationId());
            });
    assertThat(events.stream().map(event -> ((Map<?, ?>) event.get("detail")).get("eventType")))
        .map(String.class::cast)
        .containsExactly(
            "chime:SipMediaApplicationCreated",
            "chime:SipMediaApplicationUpdated",
            "chime:SipMediaApplicationDeleted");
  }

  private TrailDelivery delivery() {
    return new TrailDelivery(
        local.ports(), LocalApi.ACCOUNT, InstantSource.system(), Optional.of(BUCKET));
  }

  private Map<?, ?> only(String eventName) throws IOException {
    List<Map<?, ?>> found =
        records(BUCKET).stream()
            .filter(it -> named(it, eventName))
            .<Map<?, ?>>map(it -> (Map<?, ?>) it)
            .toList();
    assertThat(found).as(eventName).hasSize(1);
    return found.getFirst();
  }

  private static boolean named(Object entry, String eventName) {
    return eventName.equals(((Map<?, ?>) entry).get("eventName"));
  }

  private List<Object> records(String bucket) throws IOException {
    delivery().deliver(true);
    List<Object> all = new ArrayList<>();
    for (String key : local.ports().objects().list(bucket, "AWSLogs/", 1000)) {
      byte[] file = local.ports().objects().get(bucket, key, 10_000_000).orElseThrow().content();
      byte[] json = new GZIPInputStream(new ByteArrayInputStream(file)).readAllBytes();
      all.addAll((List<?>) Json.readObject(json).get("Records"));
    }
    return all;
  }

  private String everything() throws IOException {
    return records(BUCKET).toString();
  }

  private SipMediaApplication application() {
    try (ChimeSdkVoiceClient client = local.client()) {
      return client
          .createSipMediaApplication(
              r ->
                  r.name("app")
                      .awsRegion("us-east-1")
                      .endpoints(
                          SipMediaApplicationEndpoint.builder()
                              .lambdaArn("arn:aws:lambda:us-east-1:111122223333:function:f")
                              .build()))
          .sipMediaApplication();
    }
  }
}
