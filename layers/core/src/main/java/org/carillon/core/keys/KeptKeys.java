package org.carillon.core.keys;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Account;
import org.carillon.core.ports.KeyStore;
import org.carillon.core.ports.Keys;

/** The keys this installation keeps itself, by their ids. Safe for use by many threads. */
public final class KeptKeys {

  private static final Pattern KEY =
      Pattern.compile("arn:aws:kms:([a-z0-9-]+):(\\d{12}):key/[A-Za-z0-9-]{1,64}");

  private final Keys keys;
  private final Account account;

  /** The keys of this account. */
  public KeptKeys(Keys keys, Account account) {
    this.keys = keys;
    this.account = account;
  }

  /** Whether this is the ARN of a key, and not of an alias, that the account has in its region. */
  public static boolean isKeyOf(Account account, String arn) {
    var parts = KEY.matcher(arn);
    return parts.matches()
        && parts.group(1).equals(account.region())
        && parts.group(2).equals(account.id());
  }

  /**
   * Where they are kept.
   *
   * @throws ApiException {@link ErrorType#BAD_REQUEST} when AWS KMS keeps the keys
   */
  KeyStore store() {
    return keys.store()
        .orElseThrow(
            () ->
                new ApiException(
                    ErrorType.BAD_REQUEST,
                    "This installation uses the keys of AWS KMS. Make and manage keys there, for"
                        + " example with: aws kms create-key"));
  }

  String arn(String keyId) {
    return "arn:aws:kms:" + account.region() + ":" + account.id() + ":key/" + keyId;
  }

  /**
   * The ARN of the key a request names with {@code KeyId}.
   *
   * @throws ApiException {@link ErrorType#NOT_FOUND} when there is none
   */
  String required(OperatorDocument request) {
    String arn = arn((String) request.members().get("KeyId"));
    if (store().find(arn).isEmpty()) {
      throw new ApiException(ErrorType.NOT_FOUND, "KeyId: no such key. ListKeys has them all.");
    }
    return arn;
  }

  static Map<String, Object> shape(KeyStore.StoredKey key) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("KeyId", key.keyArn().substring(key.keyArn().indexOf('/') + 1));
    shape.put("KeyArn", key.keyArn());
    shape.put("KeySpec", key.spec());
    shape.put("Enabled", key.enabled());
    shape.put("Description", key.description());
    shape.put("CreatedTimestamp", key.created().toString());
    return shape;
  }
}
