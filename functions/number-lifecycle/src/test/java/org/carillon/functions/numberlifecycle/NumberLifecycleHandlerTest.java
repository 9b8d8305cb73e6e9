package org.carillon.functions.numberlifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.carillon.core.Account;
import org.carillon.core.Caller;
import org.carillon.core.Ids;
import org.carillon.core.access.Principal;
import org.carillon.core.numbers.CreatePhoneNumberOrder;
import org.carillon.core.numbers.DeletePhoneNumber;
import org.carillon.core.numbers.NumberPool;
import org.carillon.core.numbers.PhoneNumberOrders;
import org.carillon.core.numbers.PhoneNumbers;
import org.carillon.core.ports.FunctionInvoker;
import org.carillon.core.settings.Settings;
import org.carillon.embedded.EmbeddedPorts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.chimesdkvoice.model.CreatePhoneNumberOrderRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeletePhoneNumberRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;

/** The sweep as Lambda runs it, on the embedded store (N10). */
class NumberLifecycleHandlerTest {

  private static final Account ACCOUNT = new Account("111122223333", "us-east-1");
  private static final String NUMBER = "+12065550100";

  @TempDir Path data;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final InstantSource clock = () -> now;

  @Test
  void aDeletedNumberLeavesAfterSevenDaysAndNotBefore() throws Exception {
    try (EmbeddedPorts embedded = EmbeddedPorts.open(data, noFunctions())) {
      var items = embedded.ports().items();
      var pool = new NumberPool(items);
      pool.load("simulated", NumberPool.simulatedList());
      var numbers = new PhoneNumbers(items, ACCOUNT, clock);
      var orders =
          new PhoneNumberOrders(items, ACCOUNT, pool, numbers, new Settings(items, ACCOUNT));
      var caller =
          new Caller(ACCOUNT, new Principal(ACCOUNT.id(), ACCOUNT.rootArn(), "AKIA"), Ids.guid());
      new CreatePhoneNumberOrder(orders, pool, numbers)
          .handle(
              CreatePhoneNumberOrderRequest.builder()
                  .productType(PhoneNumberProductType.VOICE_CONNECTOR)
                  .e164PhoneNumbers(NUMBER)
                  .build(),
              caller);
      new DeletePhoneNumber(numbers)
          .handle(DeletePhoneNumberRequest.builder().phoneNumberId(NUMBER).build(), caller);
      var handler = new NumberLifecycleHandler(ACCOUNT, embedded.ports(), clock);

      now = now.plus(Duration.ofDays(7)).minusMillis(1);
      assertThat(handler.handleRequest(event(), null))
          .containsEntry("Released", 0)
          .containsEntry("More", false);
      now = now.plusMillis(1);
      assertThat(handler.handleRequest(event(), null)).containsEntry("Released", 1);
      assertThat(handler.handleRequest(event(), null)).containsEntry("Released", 0);
    }
  }

  private static ScheduledEvent event() throws Exception {
    Path file =
        Path.of(
            System.getProperty("carillon.home", "../.."),
            "events",
            "number-lifecycle-schedule.json");
    return LambdaEventSerializers.serializerFor(
            ScheduledEvent.class, NumberLifecycleHandlerTest.class.getClassLoader())
        .fromJson(Files.readString(file));
  }

  private static FunctionInvoker noFunctions() {
    return (arn, payload, timeout) -> {
      throw new AssertionError("the sweep invoked " + arn);
    };
  }
}
