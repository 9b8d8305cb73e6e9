package org.carillon.core.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.carillon.core.ports.KeyRefusedException.Reason;
import org.carillon.core.ports.Keys.DataKey;
import org.carillon.core.ports.Keys.KeyDescription;
import org.carillon.core.ports.Keys.KeyGrant;
import org.junit.jupiter.api.Test;

/** What all customers' keys do. An adapter's test extends it and says how the owner acts. */
public abstract class KeysContract {

  private static final Map<String, String> OURS =
      Map.of("aws:chime:voice-profile-domain:arn", "arn:aws:chime:us-east-1:111122223333:x/1");
  private static final Map<String, String> OTHERS =
      Map.of("aws:chime:voice-profile-domain:arn", "arn:aws:chime:us-east-1:111122223333:x/2");

  /** The keys under test. */
  protected abstract Keys keys();

  /** Makes a key of this spec and gives its ARN. */
  protected abstract String newKey(String spec);

  /** The key's owner disables or enables it. */
  protected abstract void setEnabled(String keyArn, boolean enabled);

  /** The key's owner revokes a grant. */
  protected abstract void revoke(String keyArn, String grantId);

  /** How many grants the key's owner sees on it. */
  protected abstract int grants(String keyArn);

  /**
   * Whether a key may be used through a grant only. Where its maker may use it without one as well,
   * the tests that show a refusal are skipped.
   */
  protected boolean enforcesGrants() {
    return true;
  }

  private String unknown() {
    return newKey(KeyStore.SYMMETRIC).replaceFirst("key/.*", "key/none");
  }

  @Test
  void aKeyIsDescribed() {
    String symmetric = newKey(KeyStore.SYMMETRIC);
    String asymmetric = newKey("RSA_2048");

    assertThat(keys().describe(symmetric)).contains(new KeyDescription(symmetric, true, true));
    assertThat(keys().describe(asymmetric)).contains(new KeyDescription(asymmetric, true, false));
    setEnabled(symmetric, false);
    assertThat(keys().describe(symmetric)).contains(new KeyDescription(symmetric, false, true));
    assertThat(keys().describe(unknown())).isEmpty();
  }

  @Test
  void aDataKeyComesBackThroughTheGrantAndItsContext() {
    String key = newKey(KeyStore.SYMMETRIC);
    KeyGrant grant = keys().createGrant(key, OURS, "domain-1");

    DataKey first = keys().generateDataKey(key, grant, OURS);
    DataKey second = keys().generateDataKey(key, grant, OURS);

    assertThat(first.plaintext()).hasSize(Keys.DATA_KEY_BYTES).isNotEqualTo(second.plaintext());
    assertThat(first.sealed()).hasSizeBetween(1, 6144).isNotEqualTo(first.plaintext());
    assertThat(keys().decrypt(key, grant, first.sealed(), OURS)).isEqualTo(first.plaintext());
  }

  @Test
  void theSameGrantIsNotGivenTwice() {
    String key = newKey(KeyStore.SYMMETRIC);

    KeyGrant grant = keys().createGrant(key, OURS, "domain-1");

    assertThat(keys().createGrant(key, OURS, "domain-1").id()).isEqualTo(grant.id());
    assertThat(grants(key)).isEqualTo(1);
    assertThat(keys().createGrant(key, OTHERS, "domain-2").id()).isNotEqualTo(grant.id());
    assertThat(grants(key)).isEqualTo(2);
  }

  @Test
  void aGrantIsGoodForItsOwnContextOnly() {
    assumeTrue(enforcesGrants(), "skipped: keys open without a grant here");
    String key = newKey(KeyStore.SYMMETRIC);
    KeyGrant grant = keys().createGrant(key, OURS, "domain-1");
    byte[] sealed = keys().generateDataKey(key, grant, OURS).sealed();

    refused(Reason.DENIED, () -> keys().generateDataKey(key, grant, OTHERS));
    refused(Reason.DENIED, () -> keys().decrypt(key, grant, sealed, OTHERS));
  }

  @Test
  void aDataKeyDoesNotOpenInAnotherContext() {
    String key = newKey(KeyStore.SYMMETRIC);
    KeyGrant grant = keys().createGrant(key, OURS, "domain-1");
    byte[] sealed = keys().generateDataKey(key, grant, OURS).sealed();

    KeyGrant others = keys().createGrant(key, OTHERS, "domain-2");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> keys().decrypt(key, others, sealed, OTHERS));
  }

  @Test
  void aChangedDataKeyDoesNotOpen() {
    String key = newKey(KeyStore.SYMMETRIC);
    KeyGrant grant = keys().createGrant(key, OURS, "domain-1");
    byte[] sealed = keys().generateDataKey(key, grant, OURS).sealed();
    sealed[sealed.length - 1] ^= 1;

    assertThatIllegalArgumentException().isThrownBy(() -> keys().decrypt(key, grant, sealed, OURS));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> keys().decrypt(key, grant, new byte[0], OURS));
  }

  @Test
  void aRevokedOrRetiredGrantIsDenied() {
    assumeTrue(enforcesGrants(), "skipped: keys open without a grant here");
    String key = newKey(KeyStore.SYMMETRIC);
    KeyGrant revoked = keys().createGrant(key, OURS, "domain-1");
    byte[] sealed = keys().generateDataKey(key, revoked, OURS).sealed();

    revoke(key, revoked.id());

    refused(Reason.DENIED, () -> keys().generateDataKey(key, revoked, OURS));
    refused(Reason.DENIED, () -> keys().decrypt(key, revoked, sealed, OURS));
    keys().retireGrant(key, revoked); // no error: there is nothing left to give back

    KeyGrant retired = keys().createGrant(key, OURS, "domain-1");
    assertThat(keys().decrypt(key, retired, sealed, OURS)).hasSize(Keys.DATA_KEY_BYTES);
    keys().retireGrant(key, retired);
    refused(Reason.DENIED, () -> keys().decrypt(key, retired, sealed, OURS));
    assertThat(grants(key)).isZero();
  }

  @Test
  void aDisabledKeyIsRefusedUntilItIsEnabled() {
    String key = newKey(KeyStore.SYMMETRIC);
    KeyGrant grant = keys().createGrant(key, OURS, "domain-1");
    byte[] sealed = keys().generateDataKey(key, grant, OURS).sealed();

    setEnabled(key, false);
    refused(Reason.DISABLED, () -> keys().createGrant(key, OTHERS, "domain-2"));
    refused(Reason.DISABLED, () -> keys().generateDataKey(key, grant, OURS));
    refused(Reason.DISABLED, () -> keys().decrypt(key, grant, sealed, OURS));

    setEnabled(key, true);
    assertThat(keys().decrypt(key, grant, sealed, OURS)).hasSize(Keys.DATA_KEY_BYTES);
  }

  @Test
  void anUnknownKeyIsRefused() {
    String none = unknown();
    KeyGrant grant = new KeyGrant("0", "");

    refused(Reason.NOT_FOUND, () -> keys().createGrant(none, OURS, "domain-1"));
    refused(Reason.NOT_FOUND, () -> keys().generateDataKey(none, grant, OURS));
    keys().retireGrant(none, grant); // no error: the key is gone and its grants with it
  }

  private static void refused(Reason reason, ThrowingCallable call) {
    assertThatExceptionOfType(KeyRefusedException.class)
        .isThrownBy(call)
        .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
