package org.carillon.core.audit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.carillon.core.Account;
import org.carillon.core.ServiceEvents;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemConflictException;
import org.carillon.core.ports.ItemQuery;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;

/**
 * Records of what Carillon did by itself (O5), in CloudTrail's form for it: {@code AwsServiceEvent}
 * with {@code serviceEventDetails}. They are made of the notes ({@link ServiceEvents}); a note goes
 * in the transaction in which its record comes, so each is recorded once. Safe for use by many
 * threads.
 */
final class ServiceRecords {

  private static final int AT_ONCE = Items.MAX_TRANSACTION_WRITES / 2;

  private final Items items;
  private final Account account;
  private final AuditSettings settings;
  private final AuditTrail trail;

  ServiceRecords(Items items, Account account, AuditSettings settings, AuditTrail trail) {
    this.items = items;
    this.account = account;
    this.settings = settings;
    this.trail = trail;
  }

  /** Makes records of all notes that wait; while the audit is off the notes are dropped. */
  int deliver() {
    int made = 0;
    List<Item> waiting = next();
    while (!waiting.isEmpty()) {
      boolean isOn = settings.current().isOn();
      List<ItemWrite> writes = new ArrayList<>();
      for (Item note : waiting) {
        writes.add(ItemWrite.delete(note));
        if (isOn) {
          Instant time = time(note);
          writes.add(trail.write(entry(note, time), time));
        }
      }
      try {
        items.write(writes);
      } catch (ItemConflictException another) {
        return made; // another process makes records of the same notes
      }
      made += isOn ? waiting.size() : 0;
      waiting = next();
    }
    return made;
  }

  private List<Item> next() {
    String partition = ServiceEvents.partition(account.id());
    return items.query(ItemQuery.partition(partition, "", AT_ONCE)).items();
  }

  private static Instant time(Item note) {
    String sort = note.key().sort();
    return Instant.parse(sort.substring(0, sort.indexOf('/')));
  }

  private Map<String, Object> entry(Item note, Instant time) {
    String sort = note.key().sort();
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("eventVersion", "1.08");
    entry.put("userIdentity", Map.of("accountId", account.id(), "invokedBy", "carillon"));
    entry.put("eventTime", time.truncatedTo(ChronoUnit.SECONDS).toString());
    entry.put("eventSource", "carillon");
    entry.put("eventName", note.body().get(ServiceEvents.NAME));
    entry.put("awsRegion", account.region());
    entry.put("sourceIPAddress", "carillon");
    entry.put("userAgent", "carillon");
    entry.put("requestParameters", null);
    entry.put("responseElements", null);
    entry.put("eventID", sort.substring(sort.indexOf('/') + 1));
    entry.put("readOnly", false);
    entry.put("eventType", "AwsServiceEvent");
    entry.put("managementEvent", true);
    entry.put("recipientAccountId", account.id());
    entry.put("serviceEventDetails", note.body().get(ServiceEvents.DETAILS));
    entry.put("eventCategory", "Management");
    return entry;
  }
}
