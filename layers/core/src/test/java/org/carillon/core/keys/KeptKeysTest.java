package org.carillon.core.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.core.CoreFixture.refused;

import java.util.Map;
import java.util.Optional;
import org.carillon.contract.ErrorType;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.CoreFixture;
import org.carillon.core.MemoryKeys;
import org.carillon.core.ports.KeyStore;
import org.carillon.core.ports.Keys;
import org.junit.jupiter.api.Test;

/** The operator's own keys (P2). */
class KeptKeysTest {

  private final CoreFixture core = new CoreFixture();
  private final MemoryKeys memory = new MemoryKeys();
  private final KeptKeys keys = new KeptKeys(memory, core.account);

  @Test
  void aGrantIsListedAndRevoked() {
    Map<?, ?> key =
        (Map<?, ?>)
            new CreateKey(keys).handle(OperatorDocument.empty(), core.caller).members().get("Key");
    var grant = memory.createGrant((String) key.get("KeyArn"), Map.of("a", "b"), "g");
    OperatorDocument named = new OperatorDocument(Map.of("KeyId", key.get("KeyId")));

    assertThat(new ListGrants(keys).handle(named, core.caller).members().toString())
        .contains(grant.id())
        .contains("{a=b}");

    OperatorDocument revoke =
        new OperatorDocument(Map.of("KeyId", key.get("KeyId"), "GrantId", grant.id()));
    new RevokeGrant(keys).handle(revoke, core.caller);
    assertThat(memory.grants((String) key.get("KeyArn"))).isEmpty();
    refused(
        ErrorType.NOT_FOUND, "GrantId", () -> new RevokeGrant(keys).handle(revoke, core.caller));
  }

  @Test
  void whereAwsKeepsTheKeysItIsSaidToGoThere() {
    KeptKeys elsewhere = new KeptKeys(new OnAws(memory), core.account);

    refused(
        ErrorType.BAD_REQUEST,
        "aws kms create-key",
        () -> new CreateKey(elsewhere).handle(OperatorDocument.empty(), core.caller));
  }

  @Test
  void onlyAKeyOfTheAccountAndRegionCounts() {
    String prefix = "arn:aws:kms:us-east-1:111122223333:";
    assertThat(KeptKeys.isKeyOf(core.account, prefix + "key/1234abcd-12ab")).isTrue();
    assertThat(KeptKeys.isKeyOf(core.account, prefix + "key/mrk-1234")).isTrue();
    assertThat(KeptKeys.isKeyOf(core.account, prefix + "alias/a")).isFalse();
    assertThat(KeptKeys.isKeyOf(core.account, prefix + "key/")).isFalse();
    assertThat(KeptKeys.isKeyOf(core.account, "arn:aws:s3:::bucket")).isFalse();
  }

  /** Keys that somebody else keeps. */
  private record OnAws(MemoryKeys keys) implements Keys {
    @Override
    public Optional<KeyDescription> describe(String keyArn) {
      return keys.describe(keyArn);
    }

    @Override
    public KeyGrant createGrant(String keyArn, Map<String, String> context, String name) {
      return keys.createGrant(keyArn, context, name);
    }

    @Override
    public void retireGrant(String keyArn, KeyGrant grant) {
      keys.retireGrant(keyArn, grant);
    }

    @Override
    public DataKey generateDataKey(String keyArn, KeyGrant grant, Map<String, String> context) {
      return keys.generateDataKey(keyArn, grant, context);
    }

    @Override
    public byte[] decrypt(
        String keyArn, KeyGrant grant, byte[] sealed, Map<String, String> context) {
      return keys.decrypt(keyArn, grant, sealed, context);
    }

    @Override
    public Optional<KeyStore> store() {
      return Optional.empty();
    }
  }
}
