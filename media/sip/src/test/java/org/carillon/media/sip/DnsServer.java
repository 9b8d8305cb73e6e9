package org.carillon.media.sip;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A DNS server on loopback that says what a test wants, right or wrong. */
final class DnsServer implements AutoCloseable {
  static final int A = 1;
  static final int CNAME = 5;
  static final int SOA = 6;
  static final int AAAA = 28;
  static final int SRV = 33;
  static final int NAPTR = 35;

  /** One record of an answer. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Answer(String name, int type, int ttl, byte[] data) {}

  private final DatagramSocket socket;
  private final Map<String, List<Answer>> answers = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  /** What every answer carries in its authority section; null for nothing. */
  volatile Answer authority;

  /** The response code; below 0 for no answer at all. */
  volatile int code;

  DnsServer() throws IOException {
    socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    Thread.ofVirtual().name("test-dns").start(this::serve);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  /** What was asked for, as {@code name/type}. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  long count(String name, int type) {
    return asked.stream().filter((name + "/" + type)::equals).count();
  }

  DnsServer naptr(String name, int order, int preference, String service, String replacement) {
    return add(
        name,
        NAPTR,
        60,
        out -> {
          out.writeShort(order);
          out.writeShort(preference);
          text(out, "S");
          text(out, service);
          text(out, "");
          name(out, replacement);
        });
  }

  DnsServer srv(String name, int priority, int weight, int port, String target) {
    return add(
        name,
        SRV,
        60,
        out -> {
          out.writeShort(priority);
          out.writeShort(weight);
          out.writeShort(port);
          name(out, target);
        });
  }

  DnsServer address(String name, int ttl, String literal) {
    byte[] bytes = InetAddress.ofLiteral(literal).getAddress();
    return add(name, bytes.length == 4 ? A : AAAA, ttl, out -> out.write(bytes));
  }

  DnsServer alias(String name, String target, int wanted) {
    return addTo(name, wanted, new Answer(name, CNAME, 60, bytes(out -> name(out, target))));
  }

  static Answer soa(String zone, int minimum) {
    return new Answer(
        zone,
        SOA,
        3600,
        bytes(
            out -> {
              name(out, "ns." + zone);
              name(out, "admin." + zone);
              for (int number : new int[] {1, 2, 3, 4, minimum}) {
                out.writeInt(number);
              }
            }));
  }

  void forget(String name, int type) {
    answers.remove(name + "/" + type);
  }

  DnsServer add(String name, int type, int ttl, Writing data) {
    return addTo(name, type, new Answer(name, type, ttl, bytes(data)));
  }

  /** Puts a record into the answers to a question that may be another than its own. */
  DnsServer addTo(String name, int type, Answer record) {
    answers.computeIfAbsent(name + "/" + type, key -> new CopyOnWriteArrayList<>()).add(record);
    return this;
  }

  interface Writing {
    void write(DataOutputStream out) throws IOException;
  }

  static byte[] bytes(Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      writing.write(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static void text(DataOutputStream out, String text) throws IOException {
    out.writeByte(text.length());
    out.write(text.getBytes(StandardCharsets.US_ASCII));
  }

  static void name(DataOutputStream out, String name) throws IOException {
    for (String label : name.split("\\.")) {
      if (!label.isEmpty()) {
        text(out, label);
      }
    }
    out.writeByte(0);
  }

  private void serve() {
    byte[] buffer = new byte[4_096];
    while (!socket.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        byte[] answer = answer(buffer);
        if (answer != null) {
          socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private byte[] answer(byte[] query) {
    List<String> labels = new ArrayList<>();
    int at = 12;
    while (query[at] != 0) {
      labels.add(new String(query, at + 1, query[at], StandardCharsets.US_ASCII));
      at += query[at] + 1;
    }
    int type = (query[at + 1] & 0xff) << 8 | (query[at + 2] & 0xff);
    int questionEnd = at + 5;
    String name = String.join(".", labels);
    asked.add(name + "/" + type);
    int status = code;
    if (status < 0) {
      return null;
    }
    List<Answer> records = answers.getOrDefault(name + "/" + type, List.of());
    boolean exists = answers.keySet().stream().anyMatch(key -> key.startsWith(name + "/"));
    int rcode = status > 0 || exists ? status : 3;
    return bytes(
        out -> {
          out.write(query, 0, 2);
          out.writeShort(0x8180 | rcode);
          out.writeShort(1);
          out.writeShort(records.size());
          out.writeShort(authority == null ? 0 : 1);
          out.writeShort(0);
          out.write(query, 12, questionEnd - 12);
          for (Answer record : records) {
            write(out, record);
          }
          if (authority != null) {
            write(out, authority);
          }
        });
  }

  private static void write(DataOutputStream out, Answer record) throws IOException {
    name(out, record.name());
    out.writeShort(record.type());
    out.writeShort(1);
    out.writeInt(record.ttl());
    out.writeShort(record.data().length);
    out.write(record.data());
  }

  Map<String, Long> counts() {
    Map<String, Long> counts = new HashMap<>();
    asked.forEach(question -> counts.merge(question, 1L, Long::sum));
    return counts;
  }

  @Override
  public void close() {
    socket.close();
  }
}
