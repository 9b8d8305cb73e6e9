package org.carillon.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.carillon.contract.Json;

/** KMS as its API reference has it, for one account: keys, grants and data keys. */
final class KmsStub {

  private record Key(String spec, boolean enabled, Map<String, Map<?, ?>> grants) {}

  private final Map<String, Key> keys = new HashMap<>();
  private Map<String, Object> last = Map.of();
  private int made;
  private boolean denying;

  synchronized String newKey(String spec) {
    String arn = "arn:aws:kms:us-east-1:111122223333:key/" + ++made;
    keys.put(arn, new Key(spec, true, new TreeMap<>()));
    return arn;
  }

  synchronized void setEnabled(String arn, boolean enabled) {
    keys.computeIfPresent(arn, (it, key) -> new Key(key.spec(), enabled, key.grants()));
  }

  synchronized void revoke(String arn, String grantId) {
    keys.get(arn).grants().remove(grantId);
  }

  synchronized int grants(String arn) {
    return keys.get(arn).grants().size();
  }

  synchronized void denyEverything() {
    denying = true;
  }

  /** The last request. */
  synchronized Map<String, Object> last() {
    return last;
  }

  synchronized RestStub.Response answer(RestStub.Request request) {
    last = Json.readObject(request.body());
    String arn = (String) last.get("KeyId");
    Key key = keys.get(arn);
    if (denying) {
      return error("AccessDeniedException");
    }
    if (key == null) {
      return error("NotFoundException");
    }
    String operation = request.headers().get("x-amz-target");
    return switch (operation) {
      case "TrentService.DescribeKey" -> {
        boolean symmetric = key.spec().equals("SYMMETRIC_DEFAULT");
        yield json(
            200,
            Map.of(
                "KeyMetadata",
                Map.of(
                    "KeyId", arn.substring(arn.indexOf('/') + 1),
                    "Arn", arn,
                    "Enabled", key.enabled(),
                    "KeySpec", key.spec(),
                    "KeyUsage", symmetric ? "ENCRYPT_DECRYPT" : "SIGN_VERIFY")));
      }
      case "TrentService.RetireGrant" ->
          key.grants().remove((String) last.get("GrantId")) == null
              ? error("NotFoundException")
              : json(200, Map.of());
      case "TrentService.CreateGrant" -> key.enabled() ? grant(key) : error("DisabledException");
      case "TrentService.GenerateDataKey", "TrentService.Decrypt" -> {
        Map<?, ?> context = (Map<?, ?>) last.get("EncryptionContext");
        boolean granted =
            key.grants().values().stream()
                .anyMatch(subset -> context.entrySet().containsAll(subset.entrySet()));
        if (!key.enabled()) {
          yield error("DisabledException");
        }
        if (!granted) {
          yield error("AccessDeniedException");
        }
        yield operation.endsWith("Decrypt") ? decrypt(arn, context) : generate(arn, context);
      }
      default -> error("UnknownOperationException");
    };
  }

  private RestStub.Response grant(Key key) {
    Map<?, ?> subset =
        (Map<?, ?>) ((Map<?, ?>) last.get("Constraints")).get("EncryptionContextSubset");
    String id = Integer.toHexString((last.get("Name") + "/" + subset).hashCode());
    key.grants().put(id, subset);
    return json(200, Map.of("GrantId", id, "GrantToken", "token-of-" + id));
  }

  private RestStub.Response generate(String arn, Map<?, ?> context) {
    byte[] plain = new byte[(Integer) last.get("NumberOfBytes")];
    plain[0] = (byte) ++made;
    String blob = base64(plain) + "|" + arn + "|" + context;
    return json(
        200,
        Map.of(
            "KeyId",
            arn,
            "Plaintext",
            base64(plain),
            "CiphertextBlob",
            base64(blob.getBytes(UTF_8))));
  }

  private RestStub.Response decrypt(String arn, Map<?, ?> context) {
    String blob =
        new String(Base64.getDecoder().decode((String) last.get("CiphertextBlob")), UTF_8);
    if (!blob.endsWith("|" + arn + "|" + context)) {
      return error("InvalidCiphertextException");
    }
    return json(200, Map.of("KeyId", arn, "Plaintext", blob.substring(0, blob.indexOf('|'))));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static RestStub.Response error(String type) {
    return json(400, Map.of("__type", type, "message", "no"));
  }

  private static RestStub.Response json(int status, Map<String, Object> body) {
    return new RestStub.Response(
        status, Map.of("Content-Type", "application/x-amz-json-1.1"), Json.write(body));
  }
}
