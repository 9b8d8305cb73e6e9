package org.carillon.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.Map;
import org.carillon.core.ports.KeyRefusedException;
import org.carillon.core.ports.KeyStore;
import org.carillon.core.ports.Keys;
import org.carillon.core.ports.KeysContract;
import org.carillon.core.ports.PortUnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.KmsClient;

/** Customers' keys as they go over the wire to KMS. */
class KmsKeysTest extends KeysContract {

  private static final String ROLE = "arn:aws:iam::111122223333:role/carillon";

  private final KmsStub kms = new KmsStub();
  private RestStub stub;
  private KmsClient client;

  @BeforeEach
  void start() throws IOException {
    stub = RestStub.start(kms::answer);
    client = LocalServices.client(KmsClient.builder(), stub.endpoint()).build();
  }

  @AfterEach
  void stop() {
    client.close();
    stub.close();
  }

  @Override
  protected Keys keys() {
    return new KmsKeys(client, ROLE);
  }

  @Override
  protected String newKey(String spec) {
    return kms.newKey(spec);
  }

  @Override
  protected void setEnabled(String keyArn, boolean enabled) {
    kms.setEnabled(keyArn, enabled);
  }

  @Override
  protected void revoke(String keyArn, String grantId) {
    kms.revoke(keyArn, grantId);
  }

  @Override
  protected int grants(String keyArn) {
    return kms.grants(keyArn);
  }

  @Test
  void aGrantIsAskedForAsTheGuideSays() {
    String key = newKey(KeyStore.SYMMETRIC);

    keys().createGrant(key, Map.of("aws:chime:voice-profile-domain:arn", "a"), "domain-1");

    assertThat(kms.last())
        .containsEntry("GranteePrincipal", ROLE)
        .containsEntry("RetiringPrincipal", ROLE)
        .containsEntry(
            "Constraints",
            Map.of("EncryptionContextSubset", Map.of("aws:chime:voice-profile-domain:arn", "a")));
    assertThat(kms.last().get("Operations").toString())
        .isEqualTo("[GenerateDataKey, Decrypt, DescribeKey, RetireGrant]");
  }

  @Test
  void theGrantsTokenIsShownSoThatItIsGoodAtOnce() {
    String key = newKey(KeyStore.SYMMETRIC);
    Map<String, String> context = Map.of("a", "b");
    Keys.KeyGrant grant = keys().createGrant(key, context, "domain-1");

    keys().generateDataKey(key, grant, context);

    assertThat(kms.last().get("GrantTokens").toString()).isEqualTo("[" + grant.token() + "]");
  }

  @Test
  void aKeyWhosePolicyShutsUsOutIsDenied() {
    String key = newKey(KeyStore.SYMMETRIC);
    kms.denyEverything();

    assertThatExceptionOfType(KeyRefusedException.class)
        .isThrownBy(() -> keys().describe(key))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(KeyRefusedException.Reason.DENIED));
  }

  @Test
  void withoutARoleNoGrantIsMade() {
    String key = newKey(KeyStore.SYMMETRIC);

    assertThatExceptionOfType(PortUnavailableException.class)
        .isThrownBy(() -> new KmsKeys(client, "").createGrant(key, Map.of("a", "b"), "n"))
        .withMessageContaining("CARILLON_ROLE_ARN");
    assertThat(keys().store()).isEmpty();
  }
}
