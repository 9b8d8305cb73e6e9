package org.carillon.aws;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.core.ports.KeyRefusedException;
import org.carillon.core.ports.KeyRefusedException.Reason;
import org.carillon.core.ports.KeyStore;
import org.carillon.core.ports.Keys;
import org.carillon.core.ports.PortUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.CreateGrantResponse;
import software.amazon.awssdk.services.kms.model.DisabledException;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.IncorrectKeyException;
import software.amazon.awssdk.services.kms.model.InvalidArnException;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;
import software.amazon.awssdk.services.kms.model.InvalidKeyUsageException;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.KmsInvalidStateException;
import software.amazon.awssdk.services.kms.model.NotFoundException;
import software.amazon.awssdk.services.kms.model.UnsupportedOperationException;

/** Customers' keys in AWS KMS, used through grants to Carillon's own role. */
final class KmsKeys implements Keys {

  private static final Logger LOG = LoggerFactory.getLogger(KmsKeys.class);

  private final KmsClient kms;
  private final String role;

  /**
   * @param role the ARN of the role of Carillon's processes; empty when it is not known, then no
   *     grant can be made
   */
  KmsKeys(KmsClient kms, String role) {
    this.kms = kms;
    this.role = role;
  }

  @Override
  public Optional<KeyDescription> describe(String keyArn) {
    try {
      KeyMetadata key = kms.describeKey(r -> r.keyId(keyArn)).keyMetadata();
      return Optional.of(
          new KeyDescription(
              keyArn,
              Boolean.TRUE.equals(key.enabled()),
              key.keySpec() == KeySpec.SYMMETRIC_DEFAULT
                  && key.keyUsage() == KeyUsageType.ENCRYPT_DECRYPT));
    } catch (NotFoundException | InvalidArnException none) {
      LOG.debug("there is no key {}", keyArn, none);
      return Optional.empty();
    } catch (SdkException e) {
      throw refused(keyArn, e);
    }
  }

  @Override
  public KeyGrant createGrant(String keyArn, Map<String, String> encryptionContext, String name) {
    if (role.isEmpty()) {
      throw new PortUnavailableException(
          "CARILLON_ROLE_ARN is not set: name the role of this process, so that customers' keys can"
              + " be granted to it.",
          null);
    }
    try {
      CreateGrantResponse grant =
          kms.createGrant(
              r ->
                  r.keyId(keyArn)
                      .granteePrincipal(role)
                      .retiringPrincipal(role)
                      .operations(
                          GrantOperation.GENERATE_DATA_KEY,
                          GrantOperation.DECRYPT,
                          GrantOperation.DESCRIBE_KEY,
                          GrantOperation.RETIRE_GRANT)
                      .constraints(c -> c.encryptionContextSubset(encryptionContext))
                      .name(name));
      return new KeyGrant(grant.grantId(), grant.grantToken());
    } catch (SdkException e) {
      throw refused(keyArn, e);
    }
  }

  @Override
  public void retireGrant(String keyArn, KeyGrant grant) {
    try {
      kms.retireGrant(r -> r.keyId(keyArn).grantId(grant.id()));
    } catch (NotFoundException | InvalidArnException | KmsInvalidStateException gone) {
      // revoked before, or the key waits for its deletion: nothing is granted any more
      LOG.debug("the grant {} of {} needs no retiring", grant.id(), keyArn, gone);
    } catch (SdkException e) {
      throw refused(keyArn, e);
    }
  }

  @Override
  public DataKey generateDataKey(
      String keyArn, KeyGrant grant, Map<String, String> encryptionContext) {
    try {
      GenerateDataKeyResponse key =
          kms.generateDataKey(
              r ->
                  r.keyId(keyArn)
                      .numberOfBytes(DATA_KEY_BYTES)
                      .encryptionContext(encryptionContext)
                      .grantTokens(tokens(grant)));
      return new DataKey(key.plaintext().asByteArray(), key.ciphertextBlob().asByteArray());
    } catch (SdkException e) {
      throw refused(keyArn, e);
    }
  }

  @Override
  public byte[] decrypt(
      String keyArn, KeyGrant grant, byte[] sealed, Map<String, String> encryptionContext) {
    if (sealed.length < 1 || sealed.length > KmsSealer.MAX_SEALED_BYTES) {
      throw new IllegalArgumentException("not a sealed data key");
    }
    try {
      return kms.decrypt(
              r ->
                  r.keyId(keyArn)
                      .ciphertextBlob(SdkBytes.fromByteArray(sealed))
                      .encryptionContext(encryptionContext)
                      .grantTokens(tokens(grant)))
          .plaintext()
          .asByteArray();
    } catch (InvalidCiphertextException | IncorrectKeyException e) {
      throw new IllegalArgumentException(
          "a sealed data key was changed, or sealed by another key or for another context", e);
    } catch (SdkException e) {
      throw refused(keyArn, e);
    }
  }

  @Override
  public Optional<KeyStore> store() {
    return Optional.empty();
  }

  private static List<String> tokens(KeyGrant grant) {
    return grant.token().isEmpty() ? List.of() : List.of(grant.token());
  }

  private static RuntimeException refused(String keyArn, SdkException e) {
    Optional<Reason> reason =
        switch (e) {
          case NotFoundException none -> Optional.of(Reason.NOT_FOUND);
          case InvalidArnException none -> Optional.of(Reason.NOT_FOUND);
          case DisabledException disabled -> Optional.of(Reason.DISABLED);
          case KmsInvalidStateException state -> Optional.of(Reason.DISABLED);
          case InvalidKeyUsageException usage -> Optional.of(Reason.WRONG_KIND);
          case UnsupportedOperationException asymmetric -> Optional.of(Reason.WRONG_KIND);
          default -> AwsErrors.isDenied(e) ? Optional.of(Reason.DENIED) : Optional.<Reason>empty();
        };
    return reason
        .<RuntimeException>map(
            known -> new KeyRefusedException(known, "key " + keyArn + ": " + AwsErrors.advice(e)))
        .orElseGet(() -> AwsErrors.unavailable("key " + keyArn, e));
  }
}
