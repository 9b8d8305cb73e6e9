package org.carillon.core.numbers;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.contract.Documents;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemWrite;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumber;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberAssociation;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberAssociationName;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberStatus;

/**
 * A phone number as the inventory stores it. Changes give the write that stores them, for a
 * transaction; it goes through only when the number is still as it was read.
 *
 * @param item as read
 * @param phoneNumber what the API shows of it
 * @param callingNameUpdated when its outbound calling name was last changed by its owner
 */
public record InventoryNumber(
    Item item, PhoneNumber phoneNumber, Optional<Instant> callingNameUpdated) {

  /** How long a deleted number can be restored (N10). */
  public static final Duration DELETION_QUEUE = Duration.ofDays(7);

  private static final String PHONE_NUMBER = "PhoneNumber";
  private static final String CALLING_NAME_UPDATED = "CallingNameUpdatedTimestamp";

  @SuppressWarnings("unchecked") // written by body
  static InventoryNumber of(Item item) {
    Map<String, Object> document = (Map<String, Object>) item.body().get(PHONE_NUMBER);
    return new InventoryNumber(
        item,
        Documents.fromDocument(document, PhoneNumber.class),
        Optional.ofNullable((String) item.body().get(CALLING_NAME_UPDATED)).map(Instant::parse));
  }

  static Map<String, Object> body(PhoneNumber phoneNumber, Optional<Instant> callingNameUpdated) {
    Map<String, Object> body = new HashMap<>();
    body.put(PHONE_NUMBER, Documents.toDocument(phoneNumber));
    callingNameUpdated.ifPresent(time -> body.put(CALLING_NAME_UPDATED, time.toString()));
    return body;
  }

  /** Whether it stands in the deletion queue. */
  public boolean isDeleted() {
    return phoneNumber.status() == PhoneNumberStatus.RELEASE_IN_PROGRESS;
  }

  /** Whether its time in the deletion queue is over: it is not the account's any more. */
  boolean hasLeft(Instant now) {
    return isDeleted() && !now.isBefore(phoneNumber.deletionTimestamp().plus(DELETION_QUEUE));
  }

  /** Whether a rule or a connector uses it. */
  public boolean isAssigned() {
    return !phoneNumber.associations().isEmpty();
  }

  /** Stores it as another state of the same number. */
  ItemWrite change(PhoneNumber changed) {
    return ItemWrite.replace(item, body(changed, callingNameUpdated));
  }

  /** Ties it to a SIP rule. */
  public ItemWrite tieToSipRule(String sipRuleId, Instant now) {
    List<PhoneNumberAssociation> associations = new ArrayList<>(phoneNumber.associations());
    associations.add(
        PhoneNumberAssociation.builder()
            .name(PhoneNumberAssociationName.SIP_RULE_ID)
            .value(sipRuleId)
            .associatedTimestamp(now)
            .build());
    return change(associated(associations, now));
  }

  /** Frees it from a SIP rule. */
  public ItemWrite freeFromSipRule(String sipRuleId, Instant now) {
    List<PhoneNumberAssociation> associations = new ArrayList<>(phoneNumber.associations());
    associations.removeIf(
        a -> a.name() == PhoneNumberAssociationName.SIP_RULE_ID && a.value().equals(sipRuleId));
    return change(associated(associations, now));
  }

  private PhoneNumber associated(List<PhoneNumberAssociation> associations, Instant now) {
    return phoneNumber.toBuilder()
        .associations(associations)
        .status(associations.isEmpty() ? PhoneNumberStatus.UNASSIGNED : PhoneNumberStatus.ASSIGNED)
        .updatedTimestamp(now)
        .build();
  }
}
