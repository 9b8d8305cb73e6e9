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
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemWrite;
import software.amazon.awssdk.services.chimesdkvoice.model.CallingNameStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumber;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberAssociation;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberAssociationName;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberStatus;

/**
 * A phone number as the inventory stores it. Changes give the write that stores them, for a
 * transaction; it goes through only when the number is still as it was read. Every write keeps the
 * inventory's indexes right ({@link InventoryIndex}).
 *
 * @param item as read
 * @param phoneNumber what the API shows of it
 * @param callingNameUpdated when its outbound calling name was last changed by its owner
 */
public record InventoryNumber(
    Item item, PhoneNumber phoneNumber, Optional<Instant> callingNameUpdated) {

  /** How long a deleted number can be restored (N10). */
  public static final Duration DELETION_QUEUE = Duration.ofDays(7);

  /**
   * How long a new calling name is on its way (N9). The hosted service says up to 72 hours; here it
   * goes with every call as soon as no node remembers the old one.
   */
  public static final Duration CALLING_NAME_DELAY = Duration.ofMinutes(1);

  private static final String PHONE_NUMBER = "PhoneNumber";

  /** When a ported number becomes active, while it is being ported in (N5). */
  private static final String ACTIVE_FROM = "ActiveFromTimestamp";

  private static final String CALLING_NAME_UPDATED = "CallingNameUpdatedTimestamp";

  @SuppressWarnings("unchecked") // written by body
  static InventoryNumber of(Item item) {
    Map<String, Object> document = (Map<String, Object>) item.body().get(PHONE_NUMBER);
    return new InventoryNumber(
        item,
        Documents.fromDocument(document, PhoneNumber.class),
        Optional.ofNullable((String) item.body().get(CALLING_NAME_UPDATED)).map(Instant::parse));
  }

  /** The write that brings a number into an account; it fails when the account has it already. */
  public static ItemWrite create(String accountId, PhoneNumber phoneNumber) {
    return put(
        PhoneNumbers.key(accountId, phoneNumber.e164PhoneNumber()),
        phoneNumber,
        Optional.empty(),
        Optional.empty(),
        new ItemWrite.Condition.Absent());
  }

  private static ItemWrite put(
      ItemKey key,
      PhoneNumber phoneNumber,
      Optional<Instant> callingNameUpdated,
      Optional<Instant> activeFrom,
      ItemWrite.Condition condition) {
    Map<String, Object> body = new HashMap<>();
    body.put(PHONE_NUMBER, Documents.toDocument(phoneNumber));
    callingNameUpdated.ifPresent(time -> body.put(CALLING_NAME_UPDATED, time.toString()));
    activeFrom.ifPresent(time -> body.put(ACTIVE_FROM, time.toString()));
    InventoryIndex index = InventoryIndex.of(key, phoneNumber);
    return new ItemWrite.Put(key, body, index.byUse(), Optional.of(index.byState()), condition);
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

  /** Whether a new calling name has taken effect that is still shown as being on its way. */
  boolean isNamed(Instant now) {
    return phoneNumber.callingNameStatus() == CallingNameStatus.UPDATE_IN_PROGRESS
        && callingNameUpdated
            .filter(set -> !now.isBefore(set.plus(CALLING_NAME_DELAY)))
            .isPresent();
  }

  /** Whether it is on its way here from another carrier: it can be assigned, but takes no calls. */
  public boolean isPortingIn() {
    return phoneNumber.status() == PhoneNumberStatus.PORTIN_IN_PROGRESS
        || phoneNumber.status() == PhoneNumberStatus.PORTIN_CANCEL_REQUESTED;
  }

  private Optional<Instant> activeFrom() {
    return isPortingIn()
        ? Optional.ofNullable((String) item.body().get(ACTIVE_FROM)).map(Instant::parse)
        : Optional.empty();
  }

  /** The write that stores how its port-in stands, and when it becomes active if that is known. */
  public ItemWrite porting(PhoneNumberStatus status, Optional<Instant> active, Instant now) {
    return put(
        item.key(),
        phoneNumber.toBuilder().status(status).updatedTimestamp(now).build(),
        callingNameUpdated,
        active,
        new ItemWrite.Condition.AtVersion(item.version()));
  }

  /** The write that stores it as active after its port-in. */
  public ItemWrite portedIn(Instant now) {
    return isPortingIn() ? change(active(now)) : write();
  }

  private PhoneNumber active(Instant now) {
    return phoneNumber.toBuilder()
        .status(isAssigned() ? PhoneNumberStatus.ASSIGNED : PhoneNumberStatus.UNASSIGNED)
        .updatedTimestamp(now)
        .build();
  }

  /** The number as it is now: what only takes time has happened. */
  InventoryNumber at(Instant now) {
    Optional<Instant> active = activeFrom().filter(from -> !now.isBefore(from));
    if (active.isPresent()) {
      return new InventoryNumber(item, active(active.get()), callingNameUpdated);
    }
    return isNamed(now)
        ? new InventoryNumber(
            item,
            phoneNumber.toBuilder().callingNameStatus(CallingNameStatus.UPDATE_SUCCEEDED).build(),
            callingNameUpdated)
        : this;
  }

  /** The write that stores it in place of what was read. */
  ItemWrite write() {
    return put(
        item.key(),
        phoneNumber,
        callingNameUpdated,
        activeFrom(),
        new ItemWrite.Condition.AtVersion(item.version()));
  }

  /** The write that stores another state of the same number. */
  public ItemWrite change(PhoneNumber changed) {
    return new InventoryNumber(item, changed, callingNameUpdated).write();
  }

  /** Ties it to a SIP rule. */
  public ItemWrite tieToSipRule(String sipRuleId, Instant now) {
    List<PhoneNumberAssociation> associations = new ArrayList<>(phoneNumber.associations());
    associations.add(association(PhoneNumberAssociationName.SIP_RULE_ID, sipRuleId, now));
    return change(associated(associations, now));
  }

  /** Frees it from a SIP rule. */
  public ItemWrite freeFromSipRule(String sipRuleId, Instant now) {
    return free(PhoneNumberAssociationName.SIP_RULE_ID, sipRuleId, now);
  }

  /** Gives it to a Voice Connector or a group, in place of whoever has it (V7). */
  public ItemWrite assign(PhoneNumberAssociationName kind, String id, Instant now) {
    return change(associated(List.of(association(kind, id, now)), now));
  }

  /** Takes it from a Voice Connector, a group or a rule. */
  public ItemWrite free(PhoneNumberAssociationName kind, String id, Instant now) {
    List<PhoneNumberAssociation> associations = new ArrayList<>(phoneNumber.associations());
    associations.removeIf(a -> a.name() == kind && a.value().equals(id));
    return change(associated(associations, now));
  }

  private static PhoneNumberAssociation association(
      PhoneNumberAssociationName kind, String id, Instant now) {
    return PhoneNumberAssociation.builder().name(kind).value(id).associatedTimestamp(now).build();
  }

  private PhoneNumber associated(List<PhoneNumberAssociation> associations, Instant now) {
    return phoneNumber.toBuilder()
        .associations(associations)
        .status(isPortingIn() ? phoneNumber.status() : statusOf(associations))
        .updatedTimestamp(now)
        .build();
  }

  private static PhoneNumberStatus statusOf(List<PhoneNumberAssociation> associations) {
    return associations.isEmpty() ? PhoneNumberStatus.UNASSIGNED : PhoneNumberStatus.ASSIGNED;
  }
}
