package org.carillon.core.voiceprofiles;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.contract.ApiException;
import org.carillon.core.Account;
import org.carillon.core.ServiceEvents;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemConflictException;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemPage;
import org.carillon.core.ports.ItemQuery;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import org.carillon.core.ports.Keys.KeyGrant;
import org.carillon.core.quotas.Quota;
import org.carillon.core.quotas.Quotas;
import org.carillon.core.tags.Tags;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is still to be cleared away of voice profile domains: the profiles of a deleted one, and the
 * grant on its key. It is noted before the work starts and crossed out when it is done, so that a
 * process that dies leaves no orphan: {@link #sweep} ends what it left. A domain that is being made
 * is noted here as well, until it stands. Safe for use by many threads.
 */
public final class DomainRemovals {

  private static final Logger LOG = LoggerFactory.getLogger(DomainRemovals.class);

  /** A note younger than this may be somebody's work under way. */
  private static final Duration LEFT_ALONE = Duration.ofMinutes(5);

  private static final int PROFILES_AT_ONCE = 30;
  private static final int NOTES_AT_ONCE = 10;
  private static final String KEY_ARN = "KeyArn";
  private static final String GRANT_ID = "GrantId";
  private static final String GRANT_TOKEN = "GrantToken";
  private static final String SINCE = "Since";

  private final Items items;
  private final Tags tags;
  private final Quotas quotas;
  private final Account account;
  private final VoiceProfileDomains domains;
  private final DomainKeys keys;
  private final InstantSource clock;
  private final String partition;

  DomainRemovals(
      Items items,
      Account account,
      VoiceProfileDomains domains,
      DomainKeys keys,
      InstantSource clock) {
    this.items = items;
    this.account = account;
    this.tags = new Tags(items, account);
    this.quotas = new Quotas(items, account);
    this.domains = domains;
    this.keys = keys;
    this.clock = clock;
    this.partition = "account/" + account.id() + "/voice-profile-domain-removals";
  }

  /** Notes that a domain is being made, so that its grant is taken back if it never stands. */
  void plan(String domainId, String keyArn) {
    items.write(note(domainId, keyArn, Optional.empty()));
  }

  /** The write that crosses the note of a new domain out, for the transaction that makes it. */
  ItemWrite stands(String domainId) {
    return new ItemWrite.Delete(key(domainId), new ItemWrite.Condition.Present());
  }

  /** The write that notes a domain's removal, for the transaction that deletes it. */
  ItemWrite note(String domainId, String keyArn, Optional<KeyGrant> grant) {
    Map<String, Object> body = new HashMap<>();
    body.put(KEY_ARN, keyArn);
    body.put(SINCE, clock.instant().toString());
    grant.ifPresent(
        it -> {
          body.put(GRANT_ID, it.id());
          body.put(GRANT_TOKEN, it.token());
        });
    return ItemWrite.create(key(domainId), body);
  }

  /** Whether a deleted domain is still being cleared away. */
  boolean isUnderWay(String domainId) {
    return VoiceProfileDomains.isId(domainId)
        && items.get(key(domainId)).filter(note -> note.body().containsKey(GRANT_ID)).isPresent();
  }

  /** Ends a removal. What cannot be done now is left to {@link #sweep}. */
  void finish(String domainId) {
    items.get(key(domainId)).ifPresent(note -> finish(note, List.of()));
  }

  /** As {@link #sweep(int)}, of a few: so that they never pile up, even where no sweep runs. */
  public void sweep() {
    sweep(NOTES_AT_ONCE);
  }

  /**
   * Ends the removals that a process which died has left. To be called from time to time.
   *
   * @param most how many notes to look at
   * @return how many were ended
   */
  public int sweep(int most) {
    Instant until = clock.instant().minus(LEFT_ALONE);
    int seen = 0;
    int ended = 0;
    ItemQuery query = ItemQuery.partition(partition, "", NOTES_AT_ONCE);
    ItemPage page;
    do {
      page = items.query(query);
      for (Item note : page.items()) {
        seen++;
        if (Instant.parse((String) note.body().get(SINCE)).isBefore(until)) {
          ended += finish(note, List.of(swept(note.key().sort()))) ? 1 : 0;
        }
      }
      query = query.after(page.next());
    } while (page.next().isPresent() && seen < most);
    return ended;
  }

  private ItemWrite swept(String domainId) {
    return ServiceEvents.note(
        account.id(),
        clock.instant(),
        "FinishVoiceProfileDomainRemoval",
        Map.of("VoiceProfileDomainId", domainId));
  }

  /** Whether nothing of it is left. */
  private boolean finish(Item note, List<ItemWrite> with) {
    String domainId = note.key().sort();
    try {
      removeProfiles(domainId);
      String keyArn = (String) note.body().get(KEY_ARN);
      grant(note, domainId, keyArn).ifPresent(grant -> keys.retire(keyArn, grant));
      List<ItemWrite> last = new ArrayList<>(with);
      last.add(
          with.isEmpty()
              ? new ItemWrite.Delete(note.key(), new ItemWrite.Condition.Always())
              : ItemWrite.delete(note)); // of two sweeps one tells of it
      last.add(quotas.forget(Quota.VOICE_PROFILES_PER_DOMAIN, domainId));
      items.write(last);
      return true;
    } catch (ItemConflictException another) {
      LOG.debug("The removal of {} is ended by another process.", domainId, another);
      return false;
    } catch (RuntimeException later) {
      LOG.warn(
          "The voice profile domain {} is gone, but not all that belonged to it. It is tried again"
              + " later.",
          domainId,
          later);
      return false;
    }
  }

  private void removeProfiles(String domainId) {
    ItemQuery query = ItemQuery.partition(domains.profiles(domainId), "", PROFILES_AT_ONCE);
    List<Item> profiles = items.query(query).items();
    while (!profiles.isEmpty()) {
      List<ItemWrite> writes = new ArrayList<>();
      for (Item profile : profiles) {
        String id = profile.key().sort();
        writes.add(new ItemWrite.Delete(profile.key(), new ItemWrite.Condition.Always()));
        writes.add(
            new ItemWrite.Delete(
                VoiceProfiles.pointer(account, id), new ItemWrite.Condition.Always()));
        writes.add(tags.delete(VoiceProfiles.arn(account, id)));
      }
      items.write(writes);
      profiles = items.query(query).items();
    }
  }

  /** The grant of a domain that was still being made is found by asking for it once more. */
  private Optional<KeyGrant> grant(Item note, String domainId, String keyArn) {
    String id = (String) note.body().get(GRANT_ID);
    if (id != null) {
      return Optional.of(new KeyGrant(id, (String) note.body().get(GRANT_TOKEN)));
    }
    try {
      return Optional.of(keys.grant(keyArn, domainId, domains.arn(domainId)));
    } catch (ApiException keyRefusesIt) {
      LOG.debug("no grant is left for {}", domainId, keyRefusesIt);
      return Optional.empty();
    }
  }

  private ItemKey key(String domainId) {
    return new ItemKey(partition, domainId);
  }
}
