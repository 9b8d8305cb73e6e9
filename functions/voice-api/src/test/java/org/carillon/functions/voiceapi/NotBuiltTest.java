package org.carillon.functions.voiceapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.carillon.contract.ApiRequest;
import org.carillon.contract.ApiResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.chimesdkmeetings.ChimeSdkMeetingsClient;
import software.amazon.awssdk.services.chimesdkmeetings.model.ChimeSdkMeetingsException;
import software.amazon.awssdk.services.chimesdkvoice.ChimeSdkVoiceClient;
import software.amazon.awssdk.services.chimesdkvoice.model.ChimeSdkVoiceException;

/**
 * An operation of the models that is not built answers 501 with its name (design section 3). None
 * is left in the product; here the API is made of phone numbers alone.
 */
class NotBuiltTest {

  @TempDir Path data;

  @Test
  void anOperationThatIsNotBuiltSaysSoByName() throws Exception {
    try (LocalApi local = new LocalApi(data, List.of(NumberOperations::add));
        ChimeSdkVoiceClient voice = local.client();
        ChimeSdkMeetingsClient meetings = local.client(ChimeSdkMeetingsClient.builder())) {
      assertThat(voice.listPhoneNumbers(r -> {}).phoneNumbers()).as("this is built").isEmpty();

      assertThatExceptionOfType(ChimeSdkVoiceException.class)
          .isThrownBy(() -> voice.listSipRules(r -> {}))
          .withMessageContaining("ListSipRules is part of the API")
          .withMessageContaining("docs/status.md")
          .satisfies(refused -> assertThat(refused.statusCode()).isEqualTo(501))
          .satisfies(
              refused ->
                  assertThat(refused.awsErrorDetails().errorCode())
                      .isEqualTo("NotImplementedException"));
      assertThatExceptionOfType(ChimeSdkMeetingsException.class)
          .isThrownBy(() -> meetings.getMeeting(r -> r.meetingId("x")))
          .withMessageContaining("GetMeeting is part of the API")
          .satisfies(refused -> assertThat(refused.statusCode()).isEqualTo(501));
      var operator = new OperatorClient(local.endpoint(), local.key());
      assertThat(operator.call("GET", "/carillon/v1/quotas", Map.of()).status()).isEqualTo(501);
    }
  }

  @Test
  void whoIsNotKnownLearnsNothingOfIt() throws Exception {
    try (LocalApi local = new LocalApi(data, List.of(NumberOperations::add))) {
      ApiResponse answer =
          local.api.handle(
              new ApiRequest("GET", "/sip-rules", "", Map.of(), new byte[0], "203.0.113.9"));
      assertThat(answer.status()).isEqualTo(401);
    }
  }
}
