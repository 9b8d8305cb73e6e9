package org.carillon.functions.voiceapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.carillon.core.calls.CallCommands;
import org.carillon.core.numbers.PhoneNumbers;
import org.carillon.core.records.CallDirection;
import org.carillon.core.records.CallFact;
import org.carillon.core.records.CallRecords;
import org.carillon.core.routing.PlacedCall;
import org.carillon.core.settings.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.chimesdkvoice.ChimeSdkVoiceClient;
import software.amazon.awssdk.services.chimesdkvoice.model.BadRequestException;
import software.amazon.awssdk.services.chimesdkvoice.model.NotFoundException;
import software.amazon.awssdk.services.chimesdkvoice.model.SipMediaApplicationEndpoint;
import software.amazon.awssdk.services.chimesdkvoice.model.ThrottledClientException;

/** Calls that the API makes or updates (S5): what is refused, and what a media node is told. */
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

      String transaction = call(client, application, "+12065550100", Map.of("x-mine", "yes"));

      assertThat(commands(local).takeCalls(10))
          .singleElement()
          .satisfies(
              call -> {
                assertThat(call.transactionId()).isEqualTo(transaction);
                assertThat(call.application().applicationId()).isEqualTo(application);
                assertThat(call.application().functionArn()).isEqualTo(FUNCTION);
                assertThat(call.from()).isEqualTo("+12065550100");
                assertThat(call.to()).isEqualTo("+14255550181");
                assertThat(call.sipHeaders()).containsExactly(Map.entry("x-mine", "yes"));
                assertThat(call.arguments()).containsExactly(Map.entry("who", "alice"));
              });
      assertThat(commands(local).takeCalls(10)).isEmpty();
    }
  }

  @Test
  void aSipUriIsCalledWhereTheOperatorAllowsIt() throws Exception {
    List<OperationTable.Part> parts =
        List.of(
            NumberOperations::add,
            (table, domain) -> ApplicationOperations.add(table, domain, true));
    try (var local = new LocalApi(data, parts);
        var client = local.client()) {
      String application = application(client);
      client.createPhoneNumberOrder(
          r -> r.productType("SipMediaApplicationDialIn").e164PhoneNumbers("+12065550100"));

      callTo(client, application, "sip:bob@pbx.example.com;transport=tls");

      assertThat(commands(local).takeCalls(10))
          .singleElement()
          .satisfies(
              call ->
                  assertThat(call.callee())
                      .isEqualTo(
                          new PlacedCall.Callee.Uri("sip:bob@pbx.example.com;transport=tls")));
      for (String wrong : List.of("sip:pbx.example.com", "sip:bob@", "sip:bob@a b", "tel:+1425")) {
        assertThatExceptionOfType(BadRequestException.class)
            .as(wrong)
            .isThrownBy(() -> callTo(client, application, wrong))
            .withMessageContaining("oPhoneNumber");
      }
    }
  }

  @Test
  void aSipUriIsRefusedWithTheReasonWhereTheOperatorSaysNothing() throws Exception {
    try (var local = new LocalApi(data);
        var client = local.client()) {
      String application = application(client);
      client.createPhoneNumberOrder(
          r -> r.productType("SipMediaApplicationDialIn").e164PhoneNumbers("+12065550100"));

      assertThatExceptionOfType(BadRequestException.class)
          .isThrownBy(() -> callTo(client, application, "sip:bob@pbx.example.com"))
          .withMessageContaining("ToPhoneNumber")
          .withMessageContaining("CARILLON_SIP_URIS=allowed");
      assertThat(commands(local).takeCalls(10)).isEmpty();
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

      update(client, application, transaction);

      assertThat(commands(local).takeUpdates("another-node")).isEmpty();
      assertThat(commands(local).takeUpdates("node"))
          .singleElement()
          .satisfies(
              update -> {
                assertThat(update.transactionId()).isEqualTo(transaction);
                assertThat(update.arguments()).containsExactly(Map.entry("k", "v"));
              });
    }
  }

  @Test
  void moreRequestsThanTheQuotaAllowsAreThrottled() throws Exception {
    try (var local = new LocalApi(data);
        var client = local.client()) {
      String application = application(client);
      client.createPhoneNumberOrder(
          r -> r.productType("SipMediaApplicationDialIn").e164PhoneNumbers("+12065550100"));
      assertThatExceptionOfType(ThrottledClientException.class)
          .isThrownBy(
              () -> {
                for (int i = 0; i < 200; i++) {
                  call(client, application, "+12065550100", Map.of());
                }
              })
          .withMessageContaining("SipMediaApplicationCallsPerSecond");
    }
  }

  private static CallCommands commands(LocalApi local) {
    return new CallCommands(local.ports().items(), LocalApi.ACCOUNT, InstantSource.system());
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

  private static void callTo(ChimeSdkVoiceClient client, String application, String to) {
    client.createSipMediaApplicationCall(
        r ->
            r.sipMediaApplicationId(application).fromPhoneNumber("+12065550100").toPhoneNumber(to));
  }

  private static String call(
      ChimeSdkVoiceClient client, String application, String from, Map<String, String> headers) {
    return client
        .createSipMediaApplicationCall(
            r ->
                r.sipMediaApplicationId(application)
                    .fromPhoneNumber(from)
                    .toPhoneNumber("+14255550181")
                    .sipHeaders(headers)
                    .argumentsMap(Map.of("who", "alice")))
        .sipMediaApplicationCall()
        .transactionId();
  }

  private static void update(ChimeSdkVoiceClient client, String application, String transaction) {
    client.updateSipMediaApplicationCall(
        r ->
            r.sipMediaApplicationId(application)
                .transactionId(transaction)
                .arguments(Map.of("k", "v")));
  }
}
