package org.carillon.core.meetings;

import java.time.InstantSource;
import org.carillon.core.Account;
import org.carillon.core.RequestTokens;
import org.carillon.core.ports.Items;
import org.carillon.core.ports.Sealer;
import org.carillon.core.tags.Tags;

/** What the operations on meetings share, of one account. Safe for use by many threads. */
public final class MeetingSpace {

  private final Account account;
  private final Items items;
  private final Tags tags;
  private final RequestTokens tokens;
  private final Meetings meetings;
  private final Attendees attendees;
  private final MediaPlacements placements;

  /**
   * Of this account, on this store, by this clock.
   *
   * @param domain what the names of the media plane end in, such as {@code chime.aws}
   */
  public MeetingSpace(
      Items items, Sealer sealer, Account account, String domain, InstantSource clock) {
    this.account = account;
    this.items = items;
    this.tags = new Tags(items, account);
    this.tokens = new RequestTokens(items, account, clock);
    this.meetings = new Meetings(items, sealer, account, clock);
    this.attendees = new Attendees(items, meetings);
    this.placements = new MediaPlacements(domain);
  }

  Account account() {
    return account;
  }

  Items items() {
    return items;
  }

  /** The tags of all resources. */
  public Tags tags() {
    return tags;
  }

  RequestTokens tokens() {
    return tokens;
  }

  /** The meetings, for the media plane that connects their attendees. */
  public Meetings meetings() {
    return meetings;
  }

  Attendees attendees() {
    return attendees;
  }

  MediaPlacements placements() {
    return placements;
  }
}
