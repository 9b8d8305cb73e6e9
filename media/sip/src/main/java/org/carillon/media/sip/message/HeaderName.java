package org.carillon.media.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The header fields that the stack finds by number, with their compact forms (RFC 3261 7.3.3). */
// The array is never written after construction; the number is stored in memory only.
@SuppressWarnings({"ImmutableEnumChecker", "EnumOrdinal"})
public enum HeaderName {
  VIA("Via", 'v'),
  FROM("From", 'f', true),
  TO("To", 't', true),
  CALL_ID("Call-ID", 'i', true),
  CSEQ("CSeq", true),
  MAX_FORWARDS("Max-Forwards", true),
  CONTENT_LENGTH("Content-Length", 'l', true),
  CONTENT_TYPE("Content-Type", 'c', true),
  CONTACT("Contact", 'm'),
  ROUTE("Route"),
  RECORD_ROUTE("Record-Route"),
  REQUIRE("Require"),
  PROXY_REQUIRE("Proxy-Require"),
  SUPPORTED("Supported", 'k'),
  UNSUPPORTED("Unsupported"),
  ALLOW("Allow"),
  ACCEPT("Accept"),
  ACCEPT_ENCODING("Accept-Encoding"),
  ACCEPT_LANGUAGE("Accept-Language"),
  CONTENT_ENCODING("Content-Encoding", 'e'),
  CONTENT_DISPOSITION("Content-Disposition", true),
  EXPIRES("Expires", true),
  MIN_EXPIRES("Min-Expires", true),
  DATE("Date", true),
  SUBJECT("Subject", 's', true),
  USER_AGENT("User-Agent", true),
  SERVER("Server", true),
  WARNING("Warning"),
  RETRY_AFTER("Retry-After", true),
  REASON("Reason"),
  AUTHORIZATION("Authorization"),
  PROXY_AUTHORIZATION("Proxy-Authorization"),
  WWW_AUTHENTICATE("WWW-Authenticate"),
  PROXY_AUTHENTICATE("Proxy-Authenticate"),
  EVENT("Event", 'o', true),
  ALLOW_EVENTS("Allow-Events", 'u'),
  REFER_TO("Refer-To", 'r', true),
  REFERRED_BY("Referred-By", 'b', true),
  REPLACES("Replaces", true),
  SESSION_EXPIRES("Session-Expires", 'x', true),
  MIN_SE("Min-SE", true),
  RSEQ("RSeq", true),
  RACK("RAck", true),
  TIMESTAMP("Timestamp", true),
  P_ASSERTED_IDENTITY("P-Asserted-Identity"),
  PRIVACY("Privacy"),
  DIVERSION("Diversion"),
  HISTORY_INFO("History-Info"),
  USER_TO_USER("User-to-User"),
  IDENTITY("Identity", 'y'),
  MIME_VERSION("MIME-Version", true),
  /** Every field that has no constant here. */
  OTHER("");

  private static final HeaderName[] ALL = values();
  private static final HeaderName[] COMPACT = new HeaderName[128];
  private static final int TABLE = 256;
  private static final HeaderName[] BY_HASH = new HeaderName[TABLE];

  static {
    for (HeaderName name : ALL) {
      if (name == OTHER) {
        continue;
      }
      if (name.compact != 0) {
        COMPACT[name.compact] = name;
        COMPACT[name.compact - 32] = name;
      }
      int slot = hash(name.lower, 0, name.lower.length);
      while (BY_HASH[slot] != null) {
        slot = (slot + 1) % TABLE;
      }
      BY_HASH[slot] = name;
    }
  }

  private final String text;
  private final byte[] lower;
  private final char compact;
  private final boolean single;

  HeaderName(String text) {
    this(text, (char) 0, false);
  }

  HeaderName(String text, char compact) {
    this(text, compact, false);
  }

  HeaderName(String text, boolean single) {
    this(text, (char) 0, single);
  }

  HeaderName(String text, char compact, boolean single) {
    this.text = text;
    this.compact = compact;
    this.single = single;
    this.lower = text.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
  }

  /** The full name as it is written. */
  public String text() {
    return text;
  }

  /** Whether a message may have the field once at most. */
  boolean single() {
    return single;
  }

  /** The number that a {@link MessageIndex} stores; it never leaves the process. */
  int number() {
    return ordinal();
  }

  long bit() {
    return 1L << ordinal();
  }

  static HeaderName at(int number) {
    return ALL[number];
  }

  /** The constant for a name in either form and any case, {@link #OTHER} if there is none. */
  public static HeaderName of(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return of(bytes, 0, bytes.length);
  }

  static HeaderName of(byte[] data, int from, int to) {
    if (to - from == 1) {
      HeaderName name = data[from] < 0 ? null : COMPACT[data[from]];
      return name == null ? OTHER : name;
    }
    int slot = hash(data, from, to);
    for (HeaderName name = BY_HASH[slot]; name != null; name = BY_HASH[slot]) {
      if (name.matches(data, from, to)) {
        return name;
      }
      slot = (slot + 1) % TABLE;
    }
    return OTHER;
  }

  private boolean matches(byte[] data, int from, int to) {
    if (to - from != lower.length) {
      return false;
    }
    for (int i = 0; i < lower.length; i++) {
      byte b = data[from + i];
      if ((b >= 'A' && b <= 'Z' ? b + 32 : b) != lower[i]) {
        return false;
      }
    }
    return true;
  }

  private static int hash(byte[] data, int from, int to) {
    int length = to - from;
    if (length == 0) {
      return 0;
    }
    int first = data[from] | 0x20;
    int middle = data[from + length / 2] | 0x20;
    int last = data[to - 1] | 0x20;
    return (length * 7 + first * 31 + middle * 131 + last * 17) & (TABLE - 1);
  }
}
