package org.carillon.core.connectors;

import org.carillon.core.Account;
import org.carillon.core.Ids;
import org.carillon.core.ports.ItemKey;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberAssociation;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberAssociationName;

/**
 * A Voice Connector or a group, as the owner of phone numbers (V7).
 *
 * @param kind which of the two
 * @param id the connector's or the group's
 */
public record NumberOwner(PhoneNumberAssociationName kind, String id) {

  /** A connector. */
  public static NumberOwner connector(String voiceConnectorId) {
    return new NumberOwner(PhoneNumberAssociationName.VOICE_CONNECTOR_ID, voiceConnectorId);
  }

  /** A group. */
  public static NumberOwner group(String voiceConnectorGroupId) {
    return new NumberOwner(
        PhoneNumberAssociationName.VOICE_CONNECTOR_GROUP_ID, voiceConnectorGroupId);
  }

  static NumberOwner of(PhoneNumberAssociation association) {
    return new NumberOwner(association.name(), association.value());
  }

  boolean isGroup() {
    return kind == PhoneNumberAssociationName.VOICE_CONNECTOR_GROUP_ID;
  }

  boolean isPossible() {
    return Ids.isConnector(id);
  }

  /** Where the owner itself is stored. */
  ItemKey key(Account account) {
    return new ItemKey(partition(account), id);
  }

  /** Where the list of its numbers is stored, by number. */
  String numbers(Account account) {
    return partition(account) + "/" + id + "/numbers";
  }

  private String partition(Account account) {
    return isGroup() ? groups(account) : connectors(account);
  }

  static String connectors(Account account) {
    return "account/" + account.id() + "/connectors";
  }

  /** Where the account's groups are stored. */
  public static String groups(Account account) {
    return "account/" + account.id() + "/connector-groups";
  }
}
