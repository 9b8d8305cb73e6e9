package org.carillon.core.numbers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.carillon.core.CoreFixture;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemQuery;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.chimesdkvoice.model.DeletePhoneNumberRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberOrderStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;
import software.amazon.awssdk.services.chimesdkvoice.model.RestorePhoneNumberRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdatePhoneNumberRequest;

/** What time alone does to numbers (N9, N10). */
class NumberLifecycleTest {

  private static final PhoneNumberProductType DIAL_IN =
      PhoneNumberProductType.SIP_MEDIA_APPLICATION_DIAL_IN;
  private static final String INVENTORY = "account/111122223333/numbers";
  private static final String EARLY = "+12065550100";
  private static final String LATE = "+12065550101";
  private static final String RESTORED = "+12065550102";
  private static final String KEPT = "+12065550103";

  private final CoreFixture core = new CoreFixture();
  private final NumberLifecycle lifecycle =
      new NumberLifecycle(core.items, core.account, core.clock);

  @Test
  void numbersWhoseSevenDaysAreOverGoBackToThePoolAndNoOthers() {
    core.order(DIAL_IN, EARLY, LATE, RESTORED, KEPT);
    delete(EARLY);
    delete(RESTORED);
    core.pass(Duration.ofDays(1));
    delete(LATE);
    new RestorePhoneNumber(core.numbers)
        .handle(RestorePhoneNumberRequest.builder().phoneNumberId(RESTORED).build(), core.caller);

    core.pass(Duration.ofDays(6).minusMillis(1));
    assertThat(lifecycle.sweep()).isEqualTo(new NumberLifecycle.Sweep(0, 0, false));
    core.pass(Duration.ofMillis(1));
    assertThat(lifecycle.sweep()).isEqualTo(new NumberLifecycle.Sweep(1, 0, false));

    assertThat(stored(EARLY)).isFalse();
    assertThat(stored(LATE)).isTrue();
    assertThat(stored(RESTORED)).isTrue();
    assertThat(stored(KEPT)).isTrue();
    assertThat(core.pool.item(EARLY).map(PoolNumber::of).orElseThrow().isOffered()).isTrue();
    assertThat(core.order(DIAL_IN, EARLY).status()).isEqualTo(PhoneNumberOrderStatus.SUCCESSFUL);
    assertThat(lifecycle.sweep()).isEqualTo(new NumberLifecycle.Sweep(0, 0, false));
  }

  @Test
  void manyAtOnceLeaveInOneSweep() {
    String[] numbers =
        IntStream.range(100, 150)
            .boxed()
            .flatMap(i -> Stream.of("+1206555", "+1212555", "+1415555").map(p -> p + "0" + i))
            .toArray(String[]::new);
    core.order(DIAL_IN, numbers);
    for (String number : numbers) {
      delete(number);
    }
    core.pass(Duration.ofDays(7));

    assertThat(lifecycle.sweep()).isEqualTo(new NumberLifecycle.Sweep(numbers.length, 0, false));
    assertThat(core.items.query(ItemQuery.partition(INVENTORY, "", 10)).items()).isEmpty();
  }

  @Test
  void aCallingNameTakesEffectInTheStoreToo() {
    core.order(DIAL_IN, EARLY);
    new UpdatePhoneNumber(core.numbers)
        .handle(
            UpdatePhoneNumberRequest.builder().phoneNumberId(EARLY).callingName("Bells").build(),
            core.caller);

    assertThat(lifecycle.sweep().named()).isZero();
    core.pass(InventoryNumber.CALLING_NAME_DELAY);
    assertThat(lifecycle.sweep()).isEqualTo(new NumberLifecycle.Sweep(0, 1, false));

    Item item = core.items.get(new ItemKey(INVENTORY, EARLY)).orElseThrow();
    assertThat(item.body().get("PhoneNumber").toString()).contains("UpdateSucceeded");
    assertThat(core.items.query(ItemQuery.partition(INVENTORY + "/calling-names", "", 10)).items())
        .isEmpty();
  }

  @Test
  void aNumberThatLeftWithItsCallingNameOnTheWayIsForgotten() {
    core.order(DIAL_IN, EARLY);
    new UpdatePhoneNumber(core.numbers)
        .handle(
            UpdatePhoneNumberRequest.builder().phoneNumberId(EARLY).callingName("Bells").build(),
            core.caller);
    delete(EARLY);
    core.pass(Duration.ofDays(8));

    assertThat(lifecycle.sweep()).isEqualTo(new NumberLifecycle.Sweep(1, 0, false));
    assertThat(core.items.query(ItemQuery.partition(INVENTORY + "/calling-names", "", 10)).items())
        .isEmpty();
  }

  private boolean stored(String e164) {
    return core.items.get(new ItemKey(INVENTORY, e164)).isPresent();
  }

  private void delete(String id) {
    new DeletePhoneNumber(core.numbers)
        .handle(DeletePhoneNumberRequest.builder().phoneNumberId(id).build(), core.caller);
  }
}
