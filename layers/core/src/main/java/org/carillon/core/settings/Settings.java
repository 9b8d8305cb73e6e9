package org.carillon.core.settings;

import java.time.Instant;
import java.util.HashMap;
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

  private static final String CALLING_NAME = "CallingName";
  private static final String CALLING_NAME_UPDATED = "CallingNameUpdatedTimestamp";

  private final Items items;
  private final ItemKey global;
  private final ItemKey phoneNumber;

  /** The settings of this account. */
  public Settings(Items items, Account account) {
    String partition = "account/" + account.id() + "/settings";
    this.items = items;
    this.global = new ItemKey(partition, "global");
    this.phoneNumber = new ItemKey(partition, "phone-number");
  }

  /** The bucket that call detail records go to (O1); empty when none are wanted. */
  public Optional<String> cdrBucket() {
    return Optional.ofNullable(voiceConnector().cdrBucket()).filter(bucket -> !bucket.isEmpty());
  }

  /** The Voice Connector settings, without members when nothing was set yet. */
  public VoiceConnectorSettings voiceConnector() {
    return items
        .get(global)
        .map(Item::body)
        .map(body -> Documents.fromDocument(body, VoiceConnectorSettings.class))
        .orElseGet(() -> VoiceConnectorSettings.builder().build());
  }

  /** Puts new settings in place of the old. The last writer wins, as with AWS. */
  void putVoiceConnector(VoiceConnectorSettings settings) {
    items.write(ItemWrite.put(global, Documents.toDocument(settings)));
  }

  /** The outbound calling name that new US numbers get (N9); empty when there is none. */
  public Optional<String> defaultCallingName() {
    return callingName().map(CallingName::name).filter(name -> !name.isEmpty());
  }

  /** The default calling name as it was last set. */
  Optional<CallingName> callingName() {
    return items.get(phoneNumber).map(CallingName::of);
  }

  /** Sets the default calling name, unless it was changed since it was read. */
  void putCallingName(Optional<CallingName> read, String name, Instant now) {
    Map<String, Object> body = new HashMap<>();
    body.put(CALLING_NAME, name);
    body.put(CALLING_NAME_UPDATED, now.toString());
    items.write(
        read.map(before -> ItemWrite.replace(before.item(), body))
            .orElseGet(() -> ItemWrite.create(phoneNumber, body)));
  }

  /**
   * The default calling name.
   *
   * @param name may be empty: none is wanted
   * @param updated when it was set
   */
  record CallingName(Item item, String name, Instant updated) {
    private static CallingName of(Item item) {
      return new CallingName(
          item,
          (String) item.body().get(CALLING_NAME),
          Instant.parse((String) item.body().get(CALLING_NAME_UPDATED)));
    }
  }
}
