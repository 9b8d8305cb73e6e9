package org.carillon.core.audit;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.carillon.core.Account;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;

/**
 * Where the audit goes, and whether there is one. Read for every call, so remembered for a moment:
 * a change that another process made holds within {@link #REMEMBERED}. Safe for use by many
 * threads.
 */
public final class AuditSettings {

  /** How long a process goes on with what it read. */
  static final Duration REMEMBERED = Duration.ofSeconds(5);

  /**
   * The settings.
   *
   * @param enabled whether calls are recorded
   * @param bucket where the files go; empty when none was named
   * @param keyPrefix what stands before {@code AWSLogs/}; may be empty
   */
  public record Target(boolean enabled, String bucket, String keyPrefix) {

    /** Whether calls are recorded. */
    public boolean isOn() {
      return enabled && !bucket.isEmpty();
    }
  }

  private record Read(Target target, long nanos) {}

  private final Items items;
  private final ItemKey key;
  private final Target unset;
  private volatile Read last;

  /**
   * The settings of this account.
   *
   * @param defaultBucket where the audit goes while nothing is set; without one it is off then
   */
  public AuditSettings(Items items, Account account, Optional<String> defaultBucket) {
    this.items = items;
    this.key = new ItemKey("account/" + account.id() + "/settings", "audit");
    this.unset = new Target(defaultBucket.isPresent(), defaultBucket.orElse(""), "");
  }

  /** The bucket of an installation on one machine, which makes its buckets itself. */
  public static String localBucket(Account account) {
    return "carillon-audit-" + account.id();
  }

  /** What holds now. */
  public Target current() {
    Read known = last;
    if (known != null && System.nanoTime() - known.nanos() < REMEMBERED.toNanos()) {
      return known.target();
    }
    Target target = items.get(key).map(item -> target(item.body())).orElse(unset);
    last = new Read(target, System.nanoTime());
    return target;
  }

  void put(Target target) {
    items.write(
        ItemWrite.put(
            key,
            Map.of(
                "Enabled", target.enabled(),
                "Bucket", target.bucket(),
                "KeyPrefix", target.keyPrefix())));
    last = null;
  }

  private static Target target(Map<String, Object> body) {
    return new Target(
        (Boolean) body.get("Enabled"), (String) body.get("Bucket"), (String) body.get("KeyPrefix"));
  }
}
