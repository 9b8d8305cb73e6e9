package org.carillon.core.ports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** What every sealer does. An adapter's test extends it and says where the key is. */
public abstract class SealerContract {

  private static final byte[] SECRET = "wJalrXUtnFEMI/K7MDENG".getBytes(UTF_8);

  /** The sealer under test. */
  protected abstract Sealer sealer();

  @Test
  void aSealedSecretOpensInItsContext() {
    byte[] sealed = sealer().seal(SECRET, "access-key AKIA1");

    assertThat(sealer().open(sealed, "access-key AKIA1")).isEqualTo(SECRET);
    assertThat(new String(sealed, UTF_8)).doesNotContain("wJalrXUtnFEMI");
  }

  @Test
  void sealingTwiceGivesTwoDifferentResults() {
    assertThat(sealer().seal(SECRET, "c")).isNotEqualTo(sealer().seal(SECRET, "c"));
  }

  @Test
  void anotherContextDoesNotOpenIt() {
    byte[] sealed = sealer().seal(SECRET, "access-key AKIA1");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> sealer().open(sealed, "access-key AKIA2"))
        .withMessageNotContaining("wJalrXUtnFEMI");
  }

  @Test
  void whatWasChangedOrNeverSealedDoesNotOpen() {
    byte[] sealed = sealer().seal(SECRET, "c");
    for (int i = 0; i < sealed.length; i += 1 + sealed.length / 40) {
      byte[] changed = sealed.clone();
      changed[i] ^= 1;
      assertThatIllegalArgumentException()
          .as("byte %s changed", i)
          .isThrownBy(() -> sealer().open(changed, "c"));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> sealer().open(new byte[0], "c"));
    assertThatIllegalArgumentException().isThrownBy(() -> sealer().open(new byte[7], "c"));
    assertThatIllegalArgumentException().isThrownBy(() -> sealer().open(new byte[100], "c"));
  }

  @Test
  void limitsAreKept() {
    byte[] largest = new byte[Sealer.MAX_PLAINTEXT_BYTES];
    assertThat(sealer().open(sealer().seal(largest, "c"), "c")).isEqualTo(largest);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> sealer().seal(new byte[Sealer.MAX_PLAINTEXT_BYTES + 1], "c"));
    assertThatIllegalArgumentException().isThrownBy(() -> sealer().seal(SECRET, ""));
  }
}
