package org.carillon.functions.voiceapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.chimesdkvoice.ChimeSdkVoiceClient;
import software.amazon.awssdk.services.chimesdkvoice.model.BadRequestException;
import software.amazon.awssdk.services.chimesdkvoice.model.ChimeSdkVoiceException;
import software.amazon.awssdk.services.chimesdkvoice.model.ConflictException;
import software.amazon.awssdk.services.chimesdkvoice.model.ErrorCode;
import software.amazon.awssdk.services.chimesdkvoice.model.NotFoundException;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumber;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberAssociation;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberError;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceConnector;

/** Many clients on the embedded store at once: no number is left without its connector. */
class ConnectorStormTest {

  private static final int CLIENTS = 6;
  private static final int STEPS = 25;
  private static final List<String> NUMBERS =
      List.of("+12065550100", "+12065550101", "+12065550102");

  @TempDir Path data;

  @Test
  void aStormLeavesNoOrphanAndNoDoubleOwner() throws Exception {
    try (LocalApi local = new LocalApi(data);
        ChimeSdkVoiceClient client = local.client()) {
      String order =
          client
              .createPhoneNumberOrder(
                  r ->
                      r.productType(PhoneNumberProductType.VOICE_CONNECTOR)
                          .e164PhoneNumbers(NUMBERS))
              .phoneNumberOrder()
              .phoneNumberOrderId();
      client.getPhoneNumberOrder(r -> r.phoneNumberOrderId(order));

      CyclicBarrier start = new CyclicBarrier(CLIENTS);
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        Random random = new Random(i);
        tasks.add(
            () -> {
              start.await();
              for (int step = 0; step < STEPS; step++) {
                step(client, random);
              }
              return null;
            });
      }
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (Future<Void> task : threads.invokeAll(tasks)) {
          task.get();
        }
      }

      List<String> connectors =
          client.listVoiceConnectorsPaginator(r -> r.maxResults(10)).stream()
              .flatMap(page -> page.voiceConnectors().stream())
              .map(VoiceConnector::voiceConnectorId)
              .toList();
      for (PhoneNumber number : client.listPhoneNumbers(r -> {}).phoneNumbers()) {
        assertThat(number.associations()).hasSizeLessThan(2);
        assertThat(number.associations())
            .extracting(PhoneNumberAssociation::value)
            .isSubsetOf(connectors);
      }
      // whatever is left can be taken down in the right order
      for (String id : connectors) {
        client.disassociatePhoneNumbersFromVoiceConnector(
            r -> r.voiceConnectorId(id).e164PhoneNumbers(NUMBERS));
        client.deleteVoiceConnector(r -> r.voiceConnectorId(id));
      }
      assertThat(client.listPhoneNumbers(r -> r.status("Unassigned")).phoneNumbers())
          .hasSize(NUMBERS.size());
    }
  }

  private static void step(ChimeSdkVoiceClient client, Random random) {
    List<VoiceConnector> known = client.listVoiceConnectors(r -> {}).voiceConnectors();
    if (known.size() < 2) {
      client.createVoiceConnector(r -> r.name("trunk").requireEncryption(false));
      return;
    }
    String id = known.get(random.nextInt(known.size())).voiceConnectorId();
    String number = NUMBERS.get(random.nextInt(NUMBERS.size()));
    try {
      List<PhoneNumberError> errors =
          switch (random.nextInt(4)) {
            case 0 -> {
              client.deleteVoiceConnector(r -> r.voiceConnectorId(id));
              yield List.of();
            }
            case 1 ->
                client
                    .disassociatePhoneNumbersFromVoiceConnector(
                        r -> r.voiceConnectorId(id).e164PhoneNumbers(number))
                    .phoneNumberErrors();
            default ->
                client
                    .associatePhoneNumbersWithVoiceConnector(
                        r ->
                            r.voiceConnectorId(id)
                                .e164PhoneNumbers(number)
                                .forceAssociate(random.nextBoolean()))
                    .phoneNumberErrors();
          };
      assertThat(errors)
          .extracting(PhoneNumberError::errorCode)
          .isSubsetOf(ErrorCode.NOT_FOUND, ErrorCode.PHONE_NUMBER_ASSOCIATIONS_EXIST);
    } catch (ChimeSdkVoiceException refused) {
      assertThat(refused)
          .isInstanceOfAny(
              ConflictException.class, NotFoundException.class, BadRequestException.class);
    }
  }
}
