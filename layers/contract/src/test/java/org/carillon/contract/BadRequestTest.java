package org.carillon.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.carillon.contract.Requests.request;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateSipRuleRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateVoiceConnectorRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdatePhoneNumberSettingsRequest;

/** Each kind of wrong request has its answer, which tells every fault and no value. */
class BadRequestTest {

  private static final Contract CONTRACT = Contract.load();
  private static final Binding BINDING = new Binding(CONTRACT);

  private static Object read(String method, String target, String body) {
    ApiRequest request = request(method, target, body);
    return BINDING.readRequest(CONTRACT.route(request), request);
  }

  private static String refused(String method, String target, String body) {
    return refused(request(method, target, body));
  }

  private static String refused(ApiRequest request) {
    ApiException thrown =
        catchThrowableOfType(
            ApiException.class, () -> BINDING.readRequest(CONTRACT.route(request), request));
    assertThat(thrown).as("refused").isNotNull();
    assertThat(thrown.type()).isEqualTo(ErrorType.BAD_REQUEST);
    return thrown.getMessage();
  }

  @Test
  void everyFaultOfARequestIsToldAtOnceWithItsPath() {
    String message =
        refused(
            "POST",
            "/sip-rules",
            """
            {"Name": "no/slash", "TriggerType": "Mail", "Disabled": "yes",
             "TargetApplications": [
               {"SipMediaApplicationId": "app", "Priority": 0, "AwsRegion": "us-east-1"},
               {"Priority": 1.5}, 7, null]}
            """);

    assertThat(message)
        .isEqualTo(
            "8 validation errors:"
                + " Name must match the pattern [a-zA-Z0-9 _.-]+;"
                + " TriggerType must be one of ToPhoneNumber, RequestUriHostname;"
                + " TriggerValue is required;"
                + " Disabled must be true or false;"
                + " TargetApplications[0].Priority must be at least 1;"
                + " TargetApplications[1].Priority must be an integer of 32 bits;"
                + " TargetApplications[2] must be an object;"
                + " TargetApplications[3] must not be null");
  }

  static List<Arguments> requiredMembers() {
    return CONTRACT.operations().stream()
        .filter(it -> !it.inputShape().isEmpty())
        .filter(
            it ->
                CONTRACT.model(it.api()).shape(it.inputShape()).members().values().stream()
                    .anyMatch(member -> member.location() == Shape.Location.BODY))
        .map(it -> Arguments.of(it.api(), it.name()))
        .toList();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("requiredMembers")
  void anEmptyBodyLacksEveryRequiredMemberAndNothingElse(Api api, String name) {
    ApiOperation operation = CONTRACT.operation(api, name).orElseThrow();
    Shape input = CONTRACT.model(api).shape(operation.inputShape());
    List<String> lacking =
        input.members().values().stream()
            .filter(it -> it.location() == Shape.Location.BODY)
            .map(Shape.Member::name)
            .filter(input.required()::contains)
            .toList();
    String guid = "0f6a7b3c-1d2e-4f50-8a9b-0c1d2e3f4a5b";
    ApiRequest request = request(operation.method(), operation.uri().replaceAll("\\{[^}]+}", guid));
    Route route = CONTRACT.in(api, CONTRACT.route(request));

    ApiException thrown =
        catchThrowableOfType(ApiException.class, () -> BINDING.readRequest(route, request));

    if (lacking.isEmpty()) {
      assertThat(thrown).isNull();
    } else {
      lacking.forEach(it -> assertThat(thrown.getMessage()).contains(it + " is required"));
      assertThat(thrown.getMessage()).startsWith(lacking.size() + " validation error");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                  | Name is required",
        "{}                  | Name is required",
        "{\"Name\":null}     | Name is required",
        "{\"Name\":5}        | Name must be a string",
        "{\"Name\":[\"a\"]}  | Name must be a string",
        "{\"Name\":\"\"}     | Name must have at least 1 characters",
      })
  void aRequiredNameMustBeAGoodString(String body, String fault) {
    assertThat(refused("POST", "/voice-connectors", body))
        .contains(fault)
        .contains("RequireEncryption is required");
  }

  @Test
  void lengthsCountCharactersAsPeopleDo() {
    // 1024 emoji are 2048 Java chars
    String body = "{\"Name\":\"n\",\"VoiceConnectorDescription\":\"x\",\"Description\":\"%s\"}";
    assertThat(refused("PUT", "/voice-profile-domains/d", body.formatted("😀".repeat(1025))))
        .isEqualTo("1 validation error: Description must have at most 1024 characters");
    assertThat(read("PUT", "/voice-profile-domains/d", body.formatted("😀".repeat(1024))))
        .isNotNull();
  }

  @Test
  void halfASurrogatePairIsNoText() {
    assertThat(
            refused(
                "POST",
                "/voice-profile-domains",
                """
                {"Name": "n", "Description": "\\ud800",
                 "ServerSideEncryptionConfiguration": {"KmsKeyArn": "arn:aws:kms"}}
                """))
        .isEqualTo("1 validation error: Description must be valid Unicode");
  }

  @Test
  void sizesOfListsAndMapsAreChecked() {
    String headers = "\"h%d\":\"v\",".repeat(21).formatted((Object[]) numbers(21));
    assertThat(
            refused(
                "POST",
                "/sip-media-applications/a/calls",
                "{\"FromPhoneNumber\":\"+12065550100\",\"ToPhoneNumber\":\"+12065550101\","
                    + "\"SipHeaders\":{"
                    + headers.substring(0, headers.length() - 1)
                    + "}}"))
        .isEqualTo("1 validation error: SipHeaders must have at most 20 entries");
    assertThat(refused("PUT", "/sip-media-applications/a", "{\"Endpoints\":[]}"))
        .isEqualTo("1 validation error: Endpoints must have at least 1 elements");
  }

  @Test
  void mapEntriesAreToldByPlaceBecauseTheirKeysMayBeSecret() {
    assertThat(
            refused(
                "POST",
                "/sip-media-applications/a/calls/t",
                "{\"Arguments\":{\"good\":\"v\",\"my-secret\":5,\"other\":null}}"))
        .isEqualTo(
            "2 validation errors: Arguments.value[1] must be a string;"
                + " Arguments.value[2] must not be null");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "has space", "tab\t", "semi;colon"})
  void aRequestTokenIsTwoToSixtyFourOfItsClass(String token) {
    String body =
        Json.pretty(
            Map.of(
                "ClientRequestToken",
                token,
                "Name",
                "n",
                "AwsRegion",
                "us-east-1",
                "KmsKeyArn",
                "arn",
                "ServerSideEncryptionConfiguration",
                Map.of("KmsKeyArn", "arn:aws:kms:us-east-1:111122223333:key/a")));
    assertThat(refused("POST", "/voice-profile-domains", body)).contains("ClientRequestToken");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/phone-numbers?max-results=x     | MaxResults must be an integer of 32 bits",
        "/phone-numbers?max-results=      | MaxResults must be an integer of 32 bits",
        "/phone-numbers?max-results=5.0   | MaxResults must be an integer of 32 bits",
        "/phone-numbers?max-results=4294967297 | MaxResults must be an integer of 32 bits",
        "/phone-numbers?max-results=99999999999999999999 | MaxResults must be an integer of 32 bits",
        "/phone-numbers?max-results=0     | MaxResults must be at least 1",
        "/phone-numbers?max-results=101   | MaxResults must be at most 100",
        "/phone-numbers?max-results=1&max-results=2 | MaxResults is given more than once",
        "/phone-numbers?product-type=Fax  | ProductType must be one of",
        "/tags                            | ResourceARN is required (query arn)",
        "/voice-connectors/v/voice-tone-analysis-tasks/0f6a7b3c-1d2e-4f50-8a9b-0c1d2e3f4a5b?isCaller=1"
            + " | IsCaller must be true or false",
        "/sip-rules/%20                   | SipRuleId must match the pattern .*\\S.*",
      })
  void pathAndQueryAreValidatedAsWell(String target, String fault) {
    assertThat(refused("GET", target, "")).startsWith("1 validation error: ").contains(fault);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{", "[", "nonsense", "{\"Name\":}", "{\"Name\":\"a\"}x", "{\"Name\":\"a\"}{}",
            "{'Name':'a'}",
        "{\"Name\":NaN}", "[]", "\"text\"", "null", "7", "{\"Name\":01}", "{\"Name\":1e999}",
        "{\"a\":\"\u0001\"}", "// comment\n{}"
      })
  void aBodyThatIsNotAJsonObjectIsRefusedWithoutEchoingIt(String body) {
    assertThat(refused("POST", "/voice-connectors", body))
        .startsWith("The body cannot be read: ")
        .doesNotContain("nonsense");
  }

  @Test
  void aBodyThatIsNotUtf8IsRefused() {
    byte[] latin1 = "{\"Name\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(refused(request("POST", "/voice-connectors", latin1)))
        .contains("not valid UTF-8 after byte 9");
    byte[] utf16 = "{\"Name\":\"a\"}".getBytes(StandardCharsets.UTF_16);
    assertThat(refused(request("POST", "/voice-connectors", utf16))).contains("not valid UTF-8");
  }

  @Test
  void aBodyThatIsTooLargeOrTooDeepIsRefused() {
    byte[] large = new byte[Binding.MAX_BODY_BYTES + 1];
    Arrays.fill(large, (byte) ' ');
    assertThat(refused(request("POST", "/voice-connectors", large)))
        .isEqualTo("The body has 1048577 bytes; the limit is 1048576.");
    assertThat(refused(request("GET", "/settings", large))).contains("the limit is");
    assertThat(refused("POST", "/voice-connectors", "[".repeat(100_000)))
        .contains("nested deeper than 64");
  }

  @Test
  void thousandsOfFaultsAreCountedAndTheFirstFiftyTold() {
    String message =
        refused(
            "POST", "/phone-number-orders", "{\"E164PhoneNumbers\":[" + "5,".repeat(9_999) + "5]}");
    assertThat(message).startsWith("10001 validation errors").endsWith("; and 9951 more");
    assertThat(message.length()).isLessThan(5_000);
  }

  @Test
  void sensitiveValuesAreNotEchoed() {
    assertThat(
            refused(
                "POST",
                "/phone-number-orders",
                "{\"ProductType\":\"VoiceConnector\",\"E164PhoneNumbers\":[\"425-555-0143\"]}"))
        .isEqualTo(
            "1 validation error: E164PhoneNumbers[0] must match the pattern ^\\+?[1-9]\\d{1,14}$");
  }

  @Test
  void unknownMembersAreIgnoredAndNullIsNotGiven() {
    assertThat(
            read(
                "POST",
                "/voice-connectors",
                "{\"Name\":\"n\",\"RequireEncryption\":false,\"AwsRegion\":null,\"New\":{\"a\":[1]}}"))
        .isEqualTo(
            CreateVoiceConnectorRequest.builder().name("n").requireEncryption(false).build());
  }

  @Test
  void aLaterMemberOfTheSameNameWins() {
    assertThat(
            read(
                "PUT",
                "/settings/phone-number",
                "{\"CallingName\":\"One\",\"CallingName\":\"Two\"}"))
        .isEqualTo(UpdatePhoneNumberSettingsRequest.builder().callingName("Two").build());
  }

  @Test
  void anEmptyListIsReadAsGivenAndEmpty() {
    CreateSipRuleRequest read =
        (CreateSipRuleRequest)
            read(
                "POST",
                "/sip-rules",
                "{\"Name\":\"n\",\"TriggerType\":\"ToPhoneNumber\",\"TriggerValue\":\"+12065550100\","
                    + "\"TargetApplications\":[{\"SipMediaApplicationId\":\"a\",\"Priority\":1,"
                    + "\"AwsRegion\":\"us-east-1\"}]}");
    assertThat(read.targetApplications()).hasSize(1);
    assertThat(read.disabled()).isNull();
  }

  @Test
  void bytesOfAnyKindAreAnsweredAndNeverBreakTheReader() {
    // given the same seed each run: a failure can be repeated
    Random random = new Random(20260801);
    byte[] good =
        "{\"Name\":\"n\",\"RequireEncryption\":true,\"Tags\":[{\"Key\":\"k\",\"Value\":\"v\"}]}"
            .getBytes(StandardCharsets.UTF_8);
    int accepted = 0;
    for (int i = 0; i < 5_000; i++) {
      byte[] mutated = good.clone();
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
      }
      ApiRequest request = request("POST", "/voice-connectors", mutated);
      try {
        BINDING.readRequest(CONTRACT.route(request), request);
        accepted++;
      } catch (ApiException refusal) {
        assertThat(refusal.type()).isEqualTo(ErrorType.BAD_REQUEST);
      }
    }
    assertThat(accepted).isBetween(1, 4_999);
  }

  private static Integer[] numbers(int count) {
    Integer[] numbers = new Integer[count];
    Arrays.setAll(numbers, i -> i);
    return numbers;
  }
}
