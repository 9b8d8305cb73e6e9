package org.carillon.functions.voiceapi;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.carillon.core.numbers.PhoneNumbers;
import org.carillon.core.records.CallDirection;
import org.carillon.core.records.CallFact;
import org.carillon.core.records.CallRecords;
import org.carillon.core.settings.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.chimesdkvoice.ChimeSdkVoiceClient;
import software.amazon.awssdk.services.chimesdkvoice.model.BadRequestException;
import software.amazon.awssdk.services.chimesdkvoice.model.NotFoundException;
import software.amazon.awssdk.services.chimesdkvoice.model.ServiceUnavailableException;
import software.amazon.awssdk.services.chimesdkvoice.model.SipMediaApplicationEndpoint;

/** Calls that the API makes or updates (S5): what is refused before a media node is asked. */
class ApplicationCallTest {

  private static final String FUNCTION = "arn:aws:lambda:us-east-1:111122223333:function:hello";

  @TempDir Path data;

  @Test
  void aCallOutNamesAnApplicationANumberOfTheAccountAndProperHeaders() throws Exception {
    try (var local = new LocalApi(data);
        var client = local.client()) {
      String application = application(client);
      assertThatExceptionOfType(BadRequestException.class)
          .isThrownBy(() -> call(client, UUID.randomUUID().toString(), "+12065550100", Map.of()))
          .withMessageContaining("SipMediaApplicationId");
      assertThatExceptionOfType(BadRequestException.class)
          .isThrownBy(() -> call(client, application, "+12065550100", Map.of()))
          .withMessageContaining("FromPhoneNumber");

      client.createPhoneNumberOrder(
          r -> r.productType("SipMediaApplicationDialIn").e164PhoneNumbers("+12065550100"));
      assertThatExceptionOfType(BadRequestException.class)
          .isThrownBy(() -> call(client, application, "+12065550100", Map.of("x-amzn-trace", "no")))
          .withMessageContaining("SipHeaders");
      assertThatExceptionOfType(ServiceUnavailableException.class)
          .isThrownBy(() -> call(client, application, "+12065550100", Map.of("x-mine", "yes")))
          .withMessageContaining("Nothing was started");
    }
  }

  @Test
  void onlyACallInProgressUnderTheApplicationCanBeUpdated() throws Exception {
    try (var local = new LocalApi(data);
        var client = local.client()) {
      String application = application(client);
      String transaction = UUID.randomUUID().toString();
      started(local, transaction, application);

      assertThatExceptionOfType(NotFoundException.class)
          .isThrownBy(() -> update(client, application, UUID.randomUUID().toString()));
      assertThatExceptionOfType(NotFoundException.class)
          .isThrownBy(() -> update(client, UUID.randomUUID().toString(), transaction));
      assertThatExceptionOfType(ServiceUnavailableException.class)
          .isThrownBy(() -> update(client, application, transaction));
    }
  }

  private static void started(LocalApi local, String transaction, String application) {
    var ports = local.ports();
    new CallRecords(
            LocalApi.ACCOUNT,
            ports.items(),
            ports.objects(),
            ports.callFacts(),
            new Settings(ports.items(), LocalApi.ACCOUNT),
            new PhoneNumbers(ports.items(), LocalApi.ACCOUNT))
        .accept(
            new CallFact.CallStarted(
                transaction,
                "node",
                Instant.now(),
                UUID.randomUUID().toString(),
                "sip-call-id",
                CallDirection.INBOUND,
                "+12065550199",
                "+12065550100",
                Optional.empty(),
                Optional.of(application),
                CallFact.TrunkUse.NONE));
  }

  private static String application(ChimeSdkVoiceClient client) {
    var endpoint = SipMediaApplicationEndpoint.builder().lambdaArn(FUNCTION).build();
    return client
        .createSipMediaApplication(r -> r.name("app").awsRegion("us-east-1").endpoints(endpoint))
        .sipMediaApplication()
        .sipMediaApplicationId();
  }

  private static void call(
      ChimeSdkVoiceClient client, String application, String from, Map<String, String> headers) {
    client.createSipMediaApplicationCall(
        r ->
            r.sipMediaApplicationId(application)
                .fromPhoneNumber(from)
                .toPhoneNumber("+14255550181")
                .sipHeaders(headers));
  }

  private static void update(ChimeSdkVoiceClient client, String application, String transaction) {
    client.updateSipMediaApplicationCall(
        r ->
            r.sipMediaApplicationId(application)
                .transactionId(transaction)
                .arguments(Map.of("k", "v")));
  }
}
