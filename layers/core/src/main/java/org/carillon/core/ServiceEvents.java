package org.carillon.core;

import java.time.Instant;
import java.util.Map;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemWrite;

/**
 * What Carillon does by itself, because its time has come and nobody called: it belongs into the
 * audit as much as a call does (O5). A note of it is written in the transaction that does it, so
 * that neither is there without the other; the audit makes records of the notes.
 */
public final class ServiceEvents {

  /** Member of a note: the event's name, a verb and what it was done to. */
  public static final String NAME = "Name";

  /** Member of a note: what it was about. */
  public static final String DETAILS = "Details";

  private ServiceEvents() {}

  /**
   * The write that notes it, for the transaction that does it.
   *
   * @param name such as {@code ReleasePhoneNumber}
   * @param details what it was about, without secrets
   */
  public static ItemWrite note(
      String accountId, Instant time, String name, Map<String, Object> details) {
    return ItemWrite.create(
        new ItemKey(partition(accountId), SortableTime.of(time) + "/" + Ids.guid()),
        Map.of(NAME, name, DETAILS, details));
  }

  /** Where an account's notes wait, oldest first; a sort key is the time, a slash and an id. */
  public static String partition(String accountId) {
    return "account/" + accountId + "/service-events";
  }
}
