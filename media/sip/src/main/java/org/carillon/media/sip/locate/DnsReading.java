package org.carillon.media.sip.locate;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the answer of a recursive server. Records that cannot be read count as not there. */
final class DnsReading {
  /** Nobody needs more servers than that for one name. */
  private static final int MAX_RECORDS = 64;

  private static final int MAX_ALIASES = 8;
  private static final long LONGEST_SECONDS = 86_400;
  private static final long LONGEST_NEGATIVE_SECONDS = 300;

  private DnsReading() {}

  /** What the response says about the name; empty when another server should be asked. */
  static Optional<DnsAnswer> read(DnsResponse response, String name, DnsRecordType type) {
    boolean none = response.code().equals(DnsResponseCode.NXDOMAIN);
    if (!none && !response.code().equals(DnsResponseCode.NOERROR)) {
      return Optional.empty();
    }
    String wanted = absolute(name);
    long seconds = LONGEST_SECONDS;
    // A recursive server puts the aliases before what they lead to.
    for (int i = 0; i < MAX_ALIASES; i++) {
      DnsRecord alias = find(response, wanted, DnsRecordType.CNAME);
      if (alias == null) {
        break;
      }
      String target = text(() -> name((DnsRawRecord) alias));
      if (target.isEmpty()) {
        return Optional.empty();
      }
      seconds = Math.min(seconds, alias.timeToLive());
      wanted = absolute(target);
    }
    List<DnsData> found = new ArrayList<>();
    boolean broken = false;
    int count = Math.min(MAX_RECORDS, response.count(DnsSection.ANSWER));
    for (int i = 0; i < count; i++) {
      DnsRecord record = response.recordAt(DnsSection.ANSWER, i);
      if (record.type().equals(type) && absolute(record.name()).equals(wanted)) {
        Optional<DnsData> data = data((DnsRawRecord) record);
        data.ifPresent(found::add);
        broken |= data.isEmpty();
        seconds = Math.min(seconds, record.timeToLive());
      }
    }
    if (found.isEmpty()) {
      return broken
          ? Optional.empty()
          : Optional.of(new DnsAnswer(List.of(), true, negativeSeconds(response)));
    }
    return Optional.of(new DnsAnswer(found, true, seconds));
  }

  private static DnsRecord find(DnsResponse response, String name, DnsRecordType type) {
    int count = Math.min(MAX_RECORDS, response.count(DnsSection.ANSWER));
    for (int i = 0; i < count; i++) {
      DnsRecord record = response.recordAt(DnsSection.ANSWER, i);
      if (record.type().equals(type) && absolute(record.name()).equals(name)) {
        return record;
      }
    }
    return null;
  }

  /** The zone says for how long something is not there; else it is asked again (RFC 2308). */
  private static long negativeSeconds(DnsResponse response) {
    for (int i = 0; i < response.count(DnsSection.AUTHORITY); i++) {
      DnsRecord record = response.recordAt(DnsSection.AUTHORITY, i);
      if (record.type().equals(DnsRecordType.SOA) && record instanceof DnsRawRecord raw) {
        ByteBuf data = raw.content();
        int last = data.writerIndex() - Integer.BYTES;
        long minimum = last < data.readerIndex() ? 0 : data.getUnsignedInt(last);
        return Math.min(LONGEST_NEGATIVE_SECONDS, Math.min(minimum, record.timeToLive()));
      }
    }
    return 0;
  }

  private static Optional<DnsData> data(DnsRawRecord record) {
    ByteBuf in = record.content().duplicate();
    try {
      if (record.type().equals(DnsRecordType.SRV)) {
        int priority = in.readUnsignedShort();
        int weight = in.readUnsignedShort();
        int port = in.readUnsignedShort();
        return Optional.of(new DnsData.Service(priority, weight, port, name(in)));
      }
      if (record.type().equals(DnsRecordType.NAPTR)) {
        int order = in.readUnsignedShort();
        int preference = in.readUnsignedShort();
        String flags = string(in);
        String service = string(in);
        String expression = string(in);
        String replacement = name(in);
        return expression.isEmpty()
            ? Optional.of(new DnsData.Pointer(order, preference, flags, service, replacement))
            : Optional.of(new DnsData.Pointer(order, preference, "", "", ""));
      }
      byte[] address = new byte[in.readableBytes()];
      in.readBytes(address);
      return Optional.of(new DnsData.Address(InetAddress.getByAddress(address)));
    } catch (UnknownHostException | RuntimeException e) {
      // Cut short, or an address of an odd length: the sender is broken, not we.
      return Optional.empty();
    }
  }

  private static String name(DnsRawRecord record) {
    return name(record.content().duplicate());
  }

  /** A name without its last dot; empty for the root. */
  private static String name(ByteBuf in) {
    String name = DefaultDnsRecordDecoder.decodeName(in);
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  private static String string(ByteBuf in) {
    int length = in.readUnsignedByte();
    return in.readCharSequence(length, StandardCharsets.ISO_8859_1).toString();
  }

  private interface Reading {
    String read();
  }

  private static String text(Reading reading) {
    try {
      return reading.read();
    } catch (RuntimeException e) {
      return "";
    }
  }

  private static String absolute(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower : lower + ".";
  }
}
