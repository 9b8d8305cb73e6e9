package org.carillon.core.connectors.settings;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Retries;
import org.carillon.core.access.Secret;
import org.carillon.core.connectors.Connector;
import org.carillon.core.connectors.ConnectorSetting;
import org.carillon.core.connectors.Connectors;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import org.carillon.core.ports.SealedSecret;
import org.carillon.core.ports.Sealer;

/**
 * The user names and passwords with which a connector's infrastructure makes calls out (V2: SIP
 * digest, RFC 8760). Passwords are sealed at rest, each for its connector and user name; the
 * password itself is kept and not a hash of it, because the hash that a challenge asks for depends
 * on realm and algorithm. Safe for use by many threads.
 */
public final class TerminationCredentials {

  /** Most users of one connector. */
  static final int MAX_USERS = 100;

  private static final String SEALED = "SealedPasswords";

  private final Items items;
  private final Connectors connectors;
  private final Sealer sealer;

  /** The credentials of these connectors, in the same store, sealed by this sealer. */
  public TerminationCredentials(Items items, Connectors connectors, Sealer sealer) {
    this.items = items;
    this.connectors = connectors;
    this.sealer = sealer;
  }

  /** The user names of a connector, in alphabetical order. */
  List<String> usernames(String voiceConnectorId) {
    return List.copyOf(sealed(items.get(key(voiceConnectorId))).keySet());
  }

  /**
   * A user's password, for checking a digest. Whoever reveals it keeps it out of logs and messages.
   *
   * @return empty when the connector has no such user
   */
  public Optional<Secret> password(String voiceConnectorId, String username) {
    return connectors
        .find(voiceConnectorId)
        .flatMap(connector -> items.get(key(connector.id())))
        .map(item -> sealed(Optional.of(item)).get(username))
        .map(text -> secret(voiceConnectorId, username, text))
        .map(password -> new Secret(password.open(sealer)));
  }

  /** The users of a connector with their passwords, still sealed, for a challenge. */
  public Map<String, SealedSecret> sealedPasswords(String voiceConnectorId) {
    Map<String, SealedSecret> passwords = new TreeMap<>();
    sealed(items.get(key(voiceConnectorId)))
        .forEach(
            (username, text) -> passwords.put(username, secret(voiceConnectorId, username, text)));
    return passwords;
  }

  private static SealedSecret secret(String voiceConnectorId, String username, String text) {
    return new SealedSecret(text, context(voiceConnectorId, username));
  }

  /**
   * Adds users, or gives new passwords to users that are there. Others stay.
   *
   * @param passwords by user name, checked
   * @throws ApiException {@link ErrorType#NOT_FOUND} for no such connector or one without
   *     termination settings, {@link ErrorType#BAD_REQUEST} for more than {@value #MAX_USERS} users
   */
  void put(String voiceConnectorId, Map<String, Secret> passwords) {
    // sealed before the look at the store, so that a repetition costs no second sealing
    connectors.require(voiceConnectorId);
    SortedMap<String, String> added = new TreeMap<>();
    passwords.forEach(
        (username, password) -> added.put(username, seal(voiceConnectorId, username, password)));
    change(
        voiceConnectorId,
        users -> {
          users.putAll(added);
          if (users.size() > MAX_USERS) {
            throw new ApiException(
                ErrorType.BAD_REQUEST,
                "Credentials: a Voice Connector has at most "
                    + MAX_USERS
                    + " users. Delete some first (DeleteVoiceConnectorTerminationCredentials).");
          }
        });
  }

  /**
   * Removes users; names that are not there are no error.
   *
   * @throws ApiException {@link ErrorType#NOT_FOUND} for no such connector or one without
   *     termination settings
   */
  void remove(String voiceConnectorId, Collection<String> usernames) {
    change(voiceConnectorId, users -> users.keySet().removeAll(usernames));
  }

  /** The write that removes all of a connector's credentials. */
  ItemWrite delete(String voiceConnectorId) {
    return new ItemWrite.Delete(key(voiceConnectorId), new ItemWrite.Condition.Always());
  }

  private void change(String id, Consumer<SortedMap<String, String>> change) {
    Retries.onConflict(
        () -> {
          Connector connector = connectors.require(id);
          connector.require(ConnectorSetting.TERMINATION);
          Optional<Item> read = items.get(key(id));
          SortedMap<String, String> users = sealed(read);
          change.accept(users);
          Map<String, Object> body = Map.of(SEALED, users);
          // the connector must still be there as read: its deletion takes the credentials along
          items.write(
              new ItemWrite.Check(
                  connector.item().key(),
                  new ItemWrite.Condition.AtVersion(connector.item().version())),
              read.<ItemWrite>map(item -> ItemWrite.replace(item, body))
                  .orElseGet(() -> ItemWrite.create(key(id), body)));
          return users;
        });
  }

  private String seal(String id, String username, Secret password) {
    byte[] plain = password.reveal().getBytes(StandardCharsets.UTF_8);
    return Base64.getEncoder().encodeToString(sealer.seal(plain, context(id, username)));
  }

  @SuppressWarnings("unchecked") // written by this class
  private static SortedMap<String, String> sealed(Optional<Item> item) {
    return new TreeMap<>(
        item.map(read -> (Map<String, String>) read.body().get(SEALED)).orElse(Map.of()));
  }

  private ItemKey key(String voiceConnectorId) {
    return connectors.credentials(voiceConnectorId);
  }

  private static String context(String id, String username) {
    return "termination-credential/" + id + "/" + username;
  }
}
