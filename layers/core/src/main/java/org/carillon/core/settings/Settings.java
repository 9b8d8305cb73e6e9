package org.carillon.core.settings;

import java.util.Map;
import java.util.Optional;
import org.carillon.contract.Documents;
import org.carillon.core.Account;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceConnectorSettings;

/** Settings of the whole account, as stored. Safe for use by many threads. */
public final class Settings {

  private final Items items;
  private final ItemKey key;

  /** The settings of this account. */
  public Settings(Items items, Account account) {
    this.items = items;
    this.key = new ItemKey("account/" + account.id() + "/settings", "global");
  }

  /** The bucket that call detail records go to (O1); empty when none are wanted. */
  public Optional<String> cdrBucket() {
    return Optional.ofNullable(voiceConnector().cdrBucket()).filter(bucket -> !bucket.isEmpty());
  }

  /** The Voice Connector settings, without members when nothing was set yet. */
  public VoiceConnectorSettings voiceConnector() {
    return items
        .get(key)
        .map(Item::body)
        .map(body -> Documents.fromDocument(body, VoiceConnectorSettings.class))
        .orElseGet(() -> VoiceConnectorSettings.builder().build());
  }

  /** Puts new settings in place of the old. The last writer wins, as with AWS. */
  void putVoiceConnector(VoiceConnectorSettings settings) {
    Map<String, Object> body = Documents.toDocument(settings);
    items.write(ItemWrite.put(key, body));
  }
}
