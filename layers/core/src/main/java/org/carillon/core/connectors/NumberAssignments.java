package org.carillon.core.connectors;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Account;
import org.carillon.core.Retries;
import org.carillon.core.numbers.E164;
import org.carillon.core.numbers.InventoryNumber;
import org.carillon.core.numbers.PhoneNumbers;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemQuery;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import software.amazon.awssdk.services.chimesdkvoice.model.ErrorCode;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberError;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;

/**
 * Which phone numbers belong to which Voice Connector or group (V6, V7). Safe for use by many
 * threads.
 *
 * <p>A number has one owner: its own item says which. The owner's list of numbers changes with it
 * in one transaction, and an owner that gets a number is rewritten, so that a deletion that looked
 * before cannot go through after.
 */
public final class NumberAssignments {

  /** Most numbers of one request. */
  public static final int MAX_NUMBERS = 500;

  // up to three writes a number and one for the owner, in transactions of at most 100
  private static final int CHUNK = 30;

  private final Items items;
  private final Account account;
  private final PhoneNumbers numbers;
  private final InstantSource clock;
  private final SessionNumbers sessions;

  /** Over this inventory, in the same store, by this clock. */
  public NumberAssignments(
      Items items, Account account, PhoneNumbers numbers, InstantSource clock) {
    this.items = items;
    this.account = account;
    this.numbers = numbers;
    this.clock = clock;
    this.sessions = new SessionNumbers(items, new Connectors(items, account), clock);
  }

  /** Numbers of an owner, at most {@code limit}, in order. */
  public List<String> numbersOf(NumberOwner owner, int limit) {
    return items.query(ItemQuery.partition(owner.numbers(account), "", limit)).items().stream()
        .map(item -> item.key().sort())
        .toList();
  }

  /** A number in its owner's list, as read. */
  public Optional<Item> entry(NumberOwner owner, String e164) {
    return items.get(entryKey(owner, e164));
  }

  /**
   * Gives numbers to an owner. Each number is given whole or not at all.
   *
   * @param force take them from other owners
   * @return what went wrong, by number as the client wrote it; empty when all is well
   * @throws ApiException {@link ErrorType#NOT_FOUND} for no such owner, {@link
   *     ErrorType#BAD_REQUEST} for no numbers or too many
   */
  List<PhoneNumberError> associate(NumberOwner owner, List<String> e164, boolean force) {
    return inChunks(
        owner, e164, (number, found, writes) -> give(owner, number, found, force, writes), true);
  }

  /**
   * Takes numbers from an owner. Each number is taken whole or not at all.
   *
   * @return what went wrong, by number as the client wrote it; empty when all is well
   * @throws ApiException {@link ErrorType#NOT_FOUND} for no such owner, {@link
   *     ErrorType#BAD_REQUEST} for no numbers or too many
   */
  List<PhoneNumberError> disassociate(NumberOwner owner, List<String> e164) {
    return inChunks(
        owner, e164, (number, found, writes) -> take(owner, number, found, writes), false);
  }

  /** Adds what it takes to change one number, or says why it cannot be. */
  private interface Change {
    Optional<Refusal> apply(String e164, Optional<InventoryNumber> found, List<ItemWrite> writes);
  }

  private record Refusal(ErrorCode code, String message) {}

  private List<PhoneNumberError> inChunks(
      NumberOwner owner, List<String> given, Change change, boolean touchOwner) {
    if (given.isEmpty() || given.size() > MAX_NUMBERS) {
      throw new ApiException(
          ErrorType.BAD_REQUEST, "E164PhoneNumbers: 1 to " + MAX_NUMBERS + " phone numbers.");
    }
    requireOwner(owner);
    List<String> distinct = new ArrayList<>(new LinkedHashSet<>(given));
    List<PhoneNumberError> errors = new ArrayList<>();
    for (int from = 0; from < distinct.size(); from += CHUNK) {
      List<String> chunk = distinct.subList(from, Math.min(from + CHUNK, distinct.size()));
      errors.addAll(chunk(owner, chunk, change, touchOwner));
    }
    return errors;
  }

  private List<PhoneNumberError> chunk(
      NumberOwner owner, List<String> chunk, Change change, boolean touchOwner) {
    try {
      return Retries.onConflict(() -> tryChunk(owner, chunk, change, touchOwner));
    } catch (ApiException tooBusy) {
      if (tooBusy.type() != ErrorType.SERVICE_UNAVAILABLE) {
        throw tooBusy;
      }
      // chunks before this one went through, so the answer says it number by number
      return chunk.stream()
          .map(number -> error(number, ErrorCode.SERVICE_UNAVAILABLE, tooBusy.getMessage()))
          .toList();
    }
  }

  private List<PhoneNumberError> tryChunk(
      NumberOwner owner, List<String> chunk, Change change, boolean touchOwner) {
    Item ownerItem = requireOwner(owner);
    List<PhoneNumberError> errors = new ArrayList<>();
    List<ItemWrite> writes = new ArrayList<>();
    LinkedHashSet<String> seen = new LinkedHashSet<>();
    Map<String, InventoryNumber> found =
        numbers.inventory(
            chunk.stream().flatMap(given -> E164.of(given).stream()).distinct().toList());
    for (String given : chunk) {
      Optional<String> e164 = E164.of(given);
      if (e164.isEmpty()) {
        errors.add(error(given, ErrorCode.BAD_REQUEST, "Not a phone number like +12065550100."));
      } else if (seen.add(e164.get())) {
        change
            .apply(e164.get(), Optional.ofNullable(found.get(e164.get())), writes)
            .ifPresent(refusal -> errors.add(error(given, refusal.code(), refusal.message())));
      }
    }
    if (!writes.isEmpty()) {
      if (touchOwner) {
        writes.add(ItemWrite.replace(ownerItem, ownerItem.body()));
      }
      items.write(writes);
    }
    return errors;
  }

  private Optional<Refusal> give(
      NumberOwner owner,
      String e164,
      Optional<InventoryNumber> found,
      boolean force,
      List<ItemWrite> writes) {
    if (found.isEmpty()) {
      return refusal(ErrorCode.NOT_FOUND, "The account has no such phone number.");
    }
    InventoryNumber number = found.get();
    if (number.isDeleted()) {
      return refusal(
          ErrorCode.PRECONDITION_FAILED,
          "The number is in the deletion queue. Restore it first (RestorePhoneNumber).");
    }
    if (number.phoneNumber().productType() != PhoneNumberProductType.VOICE_CONNECTOR) {
      return refusal(
          ErrorCode.BAD_REQUEST,
          "The number's product type is "
              + number.phoneNumber().productTypeAsString()
              + ". Change it to VoiceConnector first (UpdatePhoneNumber).");
    }
    Optional<NumberOwner> before = owner(number);
    if (before.isPresent()) {
      if (before.get().equals(owner)) {
        return Optional.empty();
      }
      if (!force) {
        return refusal(
            before.get().isGroup()
                ? ErrorCode.VOICE_CONNECTOR_GROUP_ASSOCIATIONS_EXIST
                : ErrorCode.PHONE_NUMBER_ASSOCIATIONS_EXIST,
            "The number is assigned to "
                + before.get().kind()
                + " "
                + before.get().id()
                + ". Take it off there first, or ask with ForceAssociate.");
      }
      Optional<Refusal> refused = leave(before.get(), e164, writes);
      if (refused.isPresent()) {
        return refused;
      }
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    writes.add(number.assign(owner.kind(), owner.id(), now));
    writes.add(
        ItemWrite.create(entryKey(owner, e164), Map.of("AssociatedTimestamp", now.toString())));
    return Optional.empty();
  }

  private Optional<Refusal> take(
      NumberOwner owner, String e164, Optional<InventoryNumber> number, List<ItemWrite> writes) {
    if (number.flatMap(NumberAssignments::owner).filter(owner::equals).isEmpty()) {
      return refusal(
          ErrorCode.NOT_FOUND, "The number is not assigned to " + owner.kind() + " " + owner.id());
    }
    Optional<Refusal> refused = leave(owner, e164, writes);
    if (refused.isEmpty()) {
      Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
      writes.add(number.get().free(owner.kind(), owner.id(), now));
    }
    return refused;
  }

  /** A number that an open proxy session lends out stays: its two people would lose each other. */
  private Optional<Refusal> leave(NumberOwner owner, String e164, List<ItemWrite> writes) {
    // read first, then look for sessions: one that comes after the look rewrites the entry
    Optional<Item> entry = entry(owner, e164);
    if (!owner.isGroup() && sessions.areOpenOn(owner.id(), e164)) {
      return refusal(
          ErrorCode.CONFLICT,
          "An open proxy session of "
              + owner.id()
              + " uses the number. Delete the session first (DeleteProxySession).");
    }
    entry.ifPresent(item -> writes.add(ItemWrite.delete(item)));
    return Optional.empty();
  }

  private static Optional<NumberOwner> owner(InventoryNumber number) {
    return number.phoneNumber().associations().stream().findFirst().map(NumberOwner::of);
  }

  private Item requireOwner(NumberOwner owner) {
    Optional<Item> found = owner.isPossible() ? items.get(owner.key(account)) : Optional.empty();
    return found.orElseThrow(
        () ->
            new ApiException(
                ErrorType.NOT_FOUND,
                owner.isGroup()
                    ? "VoiceConnectorGroupId: the account has no such Voice Connector group."
                    : "VoiceConnectorId: the account has no such Voice Connector."));
  }

  private ItemKey entryKey(NumberOwner owner, String e164) {
    return new ItemKey(owner.numbers(account), e164);
  }

  private static Optional<Refusal> refusal(ErrorCode code, String message) {
    return Optional.of(new Refusal(code, message));
  }

  private static PhoneNumberError error(String number, ErrorCode code, String message) {
    return PhoneNumberError.builder()
        .phoneNumberId(number)
        .errorCode(code)
        .errorMessage(message)
        .build();
  }
}
