package org.carillon.core.identity;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The telephone numbers that a certificate may sign for (RFC 8226 section 9). A certificate of a
 * service provider names the provider and no numbers: whose its numbers are, only the provider
 * knows, and the authority vouches for the provider.
 *
 * @param ranges the numbers, none for a certificate of a provider and for one without a list
 */
record TnAuthList(List<Range> ranges) {

  private static final String EXTENSION = "1.3.6.1.5.5.7.1.26";
  private static final int MOST_ENTRIES = 10_000;
  private static final int OCTET_STRING = 0x04;
  private static final int INTEGER = 0x02;
  private static final int IA5_STRING = 0x16;
  private static final int SEQUENCE = 0x30;
  private static final int PROVIDER = 0xA0;
  private static final int RANGE = 0xA1;
  private static final int ONE = 0xA2;

  /**
   * Numbers in a row.
   *
   * @param start the first one's digits
   * @param count how many, at least 1
   */
  record Range(String start, BigInteger count) {
    boolean contains(String digits) {
      if (digits.length() != start.length()) {
        return false;
      }
      BigInteger place = new BigInteger(digits).subtract(new BigInteger(start));
      return place.signum() >= 0 && place.compareTo(count) < 0;
    }
  }

  TnAuthList {
    ranges = List.copyOf(ranges);
  }

  /**
   * Whether the holder may sign for a number.
   *
   * @param digits the number without plus sign
   */
  boolean allows(String digits) {
    return ranges.isEmpty() || ranges.stream().anyMatch(range -> range.contains(digits));
  }

  /**
   * The list of a certificate.
   *
   * @throws CertificateException when it has one that cannot be read
   */
  static TnAuthList of(X509Certificate certificate) throws CertificateException {
    byte[] value = certificate.getExtensionValue(EXTENSION);
    if (value == null) {
      return new TnAuthList(List.of());
    }
    try {
      return read(new Der(new Der(value, 0, value.length).inside(OCTET_STRING)).inside(SEQUENCE));
    } catch (IndexOutOfBoundsException | IllegalArgumentException broken) {
      throw new CertificateException("the TNAuthList cannot be read", broken);
    }
  }

  private static TnAuthList read(Der.Part list) {
    Der entries = new Der(list);
    List<Range> ranges = new ArrayList<>();
    boolean provider = false;
    for (int n = 0; entries.hasMore(); n++) {
      if (n == MOST_ENTRIES) {
        throw new IllegalArgumentException("too many entries");
      }
      switch (entries.tag()) {
        case PROVIDER -> {
          entries.inside(PROVIDER);
          provider = true;
        }
        case ONE -> ranges.add(new Range(number(new Der(entries.inside(ONE))), BigInteger.ONE));
        case RANGE -> {
          Der range = new Der(new Der(entries.inside(RANGE)).inside(SEQUENCE));
          ranges.add(new Range(number(range), count(range)));
        }
        default -> throw new IllegalArgumentException("an entry of another kind");
      }
    }
    if (ranges.isEmpty() && !provider) {
      throw new IllegalArgumentException("no entry");
    }
    // who may sign as a provider may sign for numbers that are not in the list
    return new TnAuthList(provider ? List.of() : ranges);
  }

  private static String number(Der der) {
    String number = new String(der.inside(IA5_STRING).bytes(), StandardCharsets.US_ASCII);
    if (!number.matches("[0-9]{1,15}")) {
      throw new IllegalArgumentException("a number that is none");
    }
    return number;
  }

  private static BigInteger count(Der der) {
    BigInteger count = new BigInteger(der.inside(INTEGER).bytes());
    if (count.signum() <= 0) {
      throw new IllegalArgumentException("a range without numbers");
    }
    return count;
  }

  /** A reader of values one after the other (X.690); those it does not know are not read. */
  private static final class Der {
    private final byte[] bytes;
    private final int end;
    private int at;

    Der(byte[] bytes, int start, int end) {
      this.bytes = bytes;
      this.at = start;
      this.end = end;
    }

    Der(Part part) {
      this(part.source(), part.start(), part.end());
    }

    /** The content of a value. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Part(byte[] source, int start, int end) {
      byte[] bytes() {
        return Arrays.copyOfRange(source, start, end);
      }
    }

    boolean hasMore() {
      return at < end;
    }

    int tag() {
      return bytes[at] & 0xFF;
    }

    Part inside(int tag) {
      if (at + 2 > end || tag() != tag) {
        throw new IllegalArgumentException("another value than " + tag);
      }
      int length = bytes[at + 1] & 0xFF;
      int start = at + 2;
      if (length > 0x80) {
        int octets = length - 0x80;
        if (octets > 3 || start + octets > end) {
          throw new IllegalArgumentException("a length out of bounds");
        }
        length = 0;
        for (int i = 0; i < octets; i++) {
          length = length << 8 | (bytes[start++] & 0xFF);
        }
      } else if (length == 0x80) {
        throw new IllegalArgumentException("no length");
      }
      if (length > end - start) {
        throw new IllegalArgumentException("a length out of bounds");
      }
      at = start + length;
      return new Part(bytes, start, at);
    }
  }
}
