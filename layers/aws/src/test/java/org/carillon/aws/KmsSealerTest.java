package org.carillon.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.carillon.contract.Json;
import org.carillon.core.ports.PortUnavailableException;
import org.carillon.core.ports.Sealer;
import org.carillon.core.ports.SealerContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.KmsClient;

/** Secrets as they go over the wire to KMS. */
class KmsSealerTest extends SealerContract {

  private static final String KEY = "alias/carillon";

  private final CopyOnWriteArrayList<Map<String, Object>> requests = new CopyOnWriteArrayList<>();
  private final SecretKeySpec secret = new SecretKeySpec(new byte[32], "AES");
  private RestStub stub;
  private KmsClient client;

  @BeforeEach
  void start() throws IOException {
    stub = RestStub.start(this::answer);
    client = LocalServices.client(KmsClient.builder(), stub.endpoint()).build();
  }

  @AfterEach
  void stop() {
    client.close();
    stub.close();
  }

  @Override
  protected Sealer sealer() {
    return new KmsSealer(client, KEY);
  }

  private RestStub.Response answer(RestStub.Request request) throws GeneralSecurityException {
    Map<String, Object> body = Json.readObject(request.body());
    requests.add(body);
    if (!KEY.equals(body.get("KeyId"))) {
      return error("NotFoundException");
    }
    byte[] context = String.valueOf(body.get("EncryptionContext")).getBytes(UTF_8);
    return switch (request.headers().get("x-amz-target")) {
      case "TrentService.Encrypt" -> {
        byte[] nonce = new byte[12];
        new SecureRandom().nextBytes(nonce);
        byte[] sealed =
            cipher(Cipher.ENCRYPT_MODE, nonce, context).doFinal(bytes(body, "Plaintext"));
        yield ok(
            "CiphertextBlob",
            ByteBuffer.allocate(12 + sealed.length).put(nonce).put(sealed).array());
      }
      case "TrentService.Decrypt" -> {
        byte[] blob = bytes(body, "CiphertextBlob");
        try {
          yield ok(
              "Plaintext",
              cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(blob, 12), context)
                  .doFinal(blob, 12, Math.max(0, blob.length - 12)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
          yield error("InvalidCiphertextException");
        }
      }
      default -> error("UnknownOperationException");
    };
  }

  private Cipher cipher(int mode, byte[] nonce, byte[] context) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, secret, new GCMParameterSpec(128, nonce));
    cipher.updateAAD(context);
    return cipher;
  }

  private static byte[] bytes(Map<String, Object> body, String name) {
    return Base64.getDecoder().decode((String) body.get(name));
  }

  private static RestStub.Response ok(String name, byte[] value) {
    return json(200, Map.of(name, Base64.getEncoder().encodeToString(value)));
  }

  private static RestStub.Response error(String type) {
    return json(400, Map.of("__type", type, "message", "no"));
  }

  private static RestStub.Response json(int status, Map<String, Object> body) {
    return new RestStub.Response(
        status, Map.of("Content-Type", "application/x-amz-json-1.1"), Json.write(body));
  }

  @Test
  void theContextIsTheEncryptionContextThatCloudTrailShows() {
    sealer().seal("s".getBytes(UTF_8), "access-key AKIA1");

    assertThat(requests.getFirst())
        .containsEntry("KeyId", KEY)
        .containsEntry("EncryptionContext", Map.of("carillon", "access-key AKIA1"));
  }

  @Test
  void aMissingKeyIsNamed() {
    assertThatExceptionOfType(PortUnavailableException.class)
        .isThrownBy(() -> new KmsSealer(client, "alias/none").seal(new byte[1], "c"))
        .withMessageContaining("key alias/none")
        .withMessageContaining("NotFoundException");
  }
}
