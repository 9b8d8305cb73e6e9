package org.carillon.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The story of the guide with the unmodified AWS CLI (D5, N1, N2, O1, S1, S2). */
@TestMethodOrder(OrderAnnotation.class)
class AwsCliTest {
  private static final String FUNCTION = "arn:aws:lambda:us-east-1:111122223333:function:hello";

  @TempDir static Path folder;
  private static Carillon carillon;

  @BeforeAll
  static void startCarillon() throws Exception {
    Tools.require("aws", "awscli");
    carillon = Carillon.start(folder.resolve("data"));
  }

  @AfterAll
  static void stopCarillon() {
    if (carillon != null) {
      carillon.close();
    }
  }

  @Test
  @Order(1)
  void fromSearchToRuleAndBack() throws Exception {
    String number =
        ok(
            "search-available-phone-numbers --country US --area-code 206 --max-results 1"
                + " --query E164PhoneNumbers[0]");
    assertThat(number).matches("\\+1206\\d{7}");

    String order =
        ok(
            "create-phone-number-order --product-type SipMediaApplicationDialIn"
                + " --e164-phone-numbers "
                + number
                + " --query PhoneNumberOrder.PhoneNumberOrderId");
    Tools.await(
        "the order's success",
        Duration.ofSeconds(30),
        () ->
            ok("get-phone-number-order --phone-number-order-id "
                    + order
                    + " --query PhoneNumberOrder.Status")
                .equals("Successful"));
    assertThat(ok("list-phone-numbers --query PhoneNumbers[].E164PhoneNumber")).contains(number);
    assertThat(ok("get-phone-number --phone-number-id " + number + " --query PhoneNumber.Status"))
        .isEqualTo("Unassigned");

    ok("update-global-settings --voice-connector CdrBucket=cli-records");
    assertThat(ok("get-global-settings --query VoiceConnector.CdrBucket")).isEqualTo("cli-records");

    String application =
        ok(
            "create-sip-media-application --aws-region us-east-1 --name cli --endpoints LambdaArn="
                + FUNCTION
                + " --query SipMediaApplication.SipMediaApplicationId");
    assertThat(
            ok(
                "get-sip-media-application --sip-media-application-id "
                    + application
                    + " --query SipMediaApplication.Endpoints[0].LambdaArn"))
        .isEqualTo(FUNCTION);
    assertThat(
            ok("list-sip-media-applications --query SipMediaApplications[].SipMediaApplicationId"))
        .contains(application);

    String rule =
        ok(
            "create-sip-rule --name cli --trigger-type ToPhoneNumber --trigger-value "
                + number
                + " --target-applications SipMediaApplicationId="
                + application
                + ",Priority=1,AwsRegion=us-east-1 --query SipRule.SipRuleId");
    assertThat(ok("get-sip-rule --sip-rule-id " + rule + " --query SipRule.TriggerValue"))
        .isEqualTo(number);
    assertThat(ok("list-sip-rules --query SipRules[].SipRuleId")).contains(rule);
    assertThat(ok("get-phone-number --phone-number-id " + number + " --query PhoneNumber.Status"))
        .isEqualTo("Assigned");

    // the wrong order is refused by name, and nothing changes
    assertThat(refused("delete-sip-media-application --sip-media-application-id " + application))
        .contains("ConflictException");
    assertThat(refused("delete-sip-rule --sip-rule-id " + rule))
        .contains("ConflictException")
        .containsIgnoringCase("disable");

    ok("update-sip-rule --sip-rule-id " + rule + " --name cli --disabled");
    ok("delete-sip-rule --sip-rule-id " + rule);
    ok("delete-sip-media-application --sip-media-application-id " + application);
    ok("delete-phone-number --phone-number-id " + number);
    assertThat(refused("get-sip-rule --sip-rule-id " + rule)).contains("NotFoundException");
  }

  @Test
  @Order(2)
  void aWrongSecretIsRefusedByName() throws Exception {
    Map<String, String> environment = new HashMap<>(carillon.clientEnvironment());
    environment.put("AWS_SECRET_ACCESS_KEY", "not-the-secret");
    Tools.Outcome outcome = aws(environment, "list-phone-numbers");
    assertThat(outcome.exitCode()).isNotZero();
    assertThat(outcome.output()).containsPattern("(UnauthorizedClient|Forbidden)Exception");
  }

  private static String ok(String command) {
    try {
      return aws(carillon.clientEnvironment(), command).expectSuccess().output().strip();
    } catch (Exception e) {
      throw new AssertionError(command, e);
    }
  }

  private static String refused(String command) throws Exception {
    Tools.Outcome outcome = aws(carillon.clientEnvironment(), command);
    assertThat(outcome.exitCode()).as(outcome.output()).isNotZero();
    return outcome.output();
  }

  private static Tools.Outcome aws(Map<String, String> environment, String command)
      throws Exception {
    List<String> words =
        new ArrayList<>(
            List.of(
                "aws",
                "chime-sdk-voice",
                "--endpoint-url",
                carillon.endpoint(),
                "--output",
                "text"));
    words.addAll(List.of(command.split(" ")));
    return Tools.run(environment, Duration.ofMinutes(1), words);
  }
}
