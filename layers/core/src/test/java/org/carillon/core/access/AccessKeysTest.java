package org.carillon.core.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.carillon.core.CoreFixture;
import org.carillon.core.ports.ItemKey;
import org.junit.jupiter.api.Test;

class AccessKeysTest {

  private final CoreFixture core = new CoreFixture();
  private final AccessKeys keys = new AccessKeys(core.items, core.sealer, core.clock);

  @Test
  void aKeyIsFoundAsItWasMade() {
    AccessKey made = keys.create(core.account);

    assertThat(made.id()).matches("AKIA[A-Z2-7]{16}");
    assertThat(made.secret().reveal()).matches("[A-Za-z0-9/+]{40}");
    assertThat(made.principal().isRoot()).isTrue();
    AccessKey found = keys.find(made.id()).orElseThrow();
    assertThat(found.principal()).isEqualTo(made.principal());
    assertThat(found.secret().reveal()).isEqualTo(made.secret().reveal());
    assertThat(keys.find("AKIAAAAAAAAAAAAAAAAA")).isEmpty();
    assertThat(keys.find("../" + made.id())).isEmpty();
    assertThat(keys.find("")).isEmpty();
  }

  @Test
  void secretsAreStoredSealedAndDoNotPrint() {
    AccessKey made = keys.create(core.account);

    Object stored =
        core.items.get(new ItemKey("access-keys", made.id())).orElseThrow().body().get("Secret");
    assertThat(stored).asString().doesNotContain(made.secret().reveal());
    assertThat(made.toString()).doesNotContain(made.secret().reveal()).contains("(secret)");
  }

  @Test
  void thereIsOneFirstKey() {
    assertThat(keys.createFirst(core.account)).isPresent();
    assertThat(keys.createFirst(core.account)).isEmpty();
    assertThat(keys.importFirst(core.account, "AKIAGIVEN", "given")).isEmpty();
    assertThat(keys.find("AKIAGIVEN")).isEmpty();
  }

  @Test
  void theOperatorsKeyIsTakenAsTheFirst() {
    assertThat(keys.importFirst(core.account, "AKIAGIVEN", "given/+")).isPresent();

    assertThat(keys.find("AKIAGIVEN").orElseThrow().secret().matches("given/+")).isTrue();
    assertThat(keys.find("AKIAGIVEN").orElseThrow().secret().matches("given/")).isFalse();
    assertThat(keys.createFirst(core.account)).isEmpty();
  }

  @Test
  void whatCannotBeAKeyIsRefusedWithoutShowingIt() {
    for (String id : List.of("", "abc", "a b c d", "x".repeat(129))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> keys.importFirst(core.account, id, "secret"))
          .withMessageContaining("AWS_ACCESS_KEY_ID");
    }
    for (String secret : List.of("", "two words", "tür", "x".repeat(257))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> keys.importFirst(core.account, "AKIAGIVEN", secret))
          .withMessageContaining("AWS_SECRET_ACCESS_KEY")
          .withMessageNotContaining(secret.isEmpty() ? "\0" : secret);
    }
    assertThat(keys.createFirst(core.account)).isPresent();
  }
}
