package org.carillon.aws;

import java.util.Map;
import org.carillon.core.ports.Sealer;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.IncorrectKeyException;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;

/** Seals with a KMS key; the context is the KMS encryption context, so CloudTrail shows it. */
final class KmsSealer implements Sealer {

  private static final String CONTEXT = "carillon";

  /** A KMS ciphertext of 4,096 bytes is a little longer than this; KMS takes at most 6,144. */
  static final int MAX_SEALED_BYTES = 6144;

  private final KmsClient kms;
  private final String keyId;

  KmsSealer(KmsClient kms, String keyId) {
    this.kms = kms;
    this.keyId = keyId;
  }

  @Override
  public byte[] seal(byte[] plaintext, String context) {
    Sealer.checkLimits(plaintext, context);
    try {
      return kms.encrypt(
              r ->
                  r.keyId(keyId)
                      .plaintext(SdkBytes.fromByteArray(plaintext))
                      .encryptionContext(Map.of(CONTEXT, context)))
          .ciphertextBlob()
          .asByteArray();
    } catch (SdkException e) {
      throw AwsErrors.unavailable("key " + keyId, e);
    }
  }

  @Override
  public byte[] open(byte[] sealed, String context) {
    if (sealed.length < 1 || sealed.length > MAX_SEALED_BYTES) {
      throw new IllegalArgumentException("not a sealed secret");
    }
    try {
      return kms.decrypt(
              r ->
                  r.keyId(keyId)
                      .ciphertextBlob(SdkBytes.fromByteArray(sealed))
                      .encryptionContext(Map.of(CONTEXT, context)))
          .plaintext()
          .asByteArray();
    } catch (InvalidCiphertextException | IncorrectKeyException e) {
      throw new IllegalArgumentException(
          "a sealed secret was changed, or sealed with another key or context", e);
    } catch (SdkException e) {
      throw AwsErrors.unavailable("key " + keyId, e);
    }
  }
}
