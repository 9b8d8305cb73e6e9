package org.carillon.media.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What strangers may send: messages and sessions of a small collection, changed at random, always
 * in the same way. Nothing may be thrown but what is said, and what was taken can be answered.
 *
 * <p>A fuzzer that is led by coverage tries the same targets for longer: bench/fuzz.sh.
 */
class MutatedInputTest {
  private static final int MUTANTS = 6_000;

  private static final List<String> PIECES =
      List.of(
          "\r\n",
          "\r\n\r\n",
          "\n",
          "\r\n ",
          ";",
          ",",
          "<",
          ">",
          "\"",
          "\\",
          "%00",
          "%",
          "@",
          "[",
          "]",
          ":",
          "//",
          "?",
          "=",
          " ",
          "\t",
          "\0",
          "\u00ff",
          "4294967296",
          "-1",
          "Via: ",
          "v: ",
          "Content-Length: ",
          "CSeq: ",
          "SIP/2.0",
          "sip:",
          "tel:",
          ";tag=",
          ";branch=z9hG4bK",
          "m=audio 1 RTP/AVP 0\r\n",
          "a=",
          "c=IN IP6 ",
          "::1");

  private static List<byte[]> collection(String name) throws IOException, URISyntaxException {
    Path folder = Path.of(MutatedInputTest.class.getResource("/mutations/" + name).toURI());
    List<byte[]> inputs = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        inputs.add(Files.readAllBytes(file));
      }
    }
    return inputs;
  }

  /** One to four changes: bytes, pieces, cuts, and halves of two inputs put together. */
  private static byte[] mutant(List<byte[]> inputs, Random random) {
    byte[] bytes = inputs.get(random.nextInt(inputs.size()));
    for (int change = random.nextInt(4); change >= 0; change--) {
      int at = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
      int to = Math.min(bytes.length, at + random.nextInt(40));
      bytes =
          switch (random.nextInt(5)) {
            case 0 -> replaced(bytes, at, Math.min(at + 1, bytes.length), random(random));
            case 1 -> replaced(bytes, at, at, piece(random));
            case 2 -> replaced(bytes, at, to, new byte[0]);
            case 3 -> replaced(bytes, at, at, Arrays.copyOfRange(bytes, at, to));
            default -> {
              byte[] other = inputs.get(random.nextInt(inputs.size()));
              int from = random.nextInt(other.length);
              yield replaced(
                  bytes, at, bytes.length, Arrays.copyOfRange(other, from, other.length));
            }
          };
    }
    return bytes;
  }

  private static byte[] random(Random random) {
    return new byte[] {(byte) random.nextInt(256)};
  }

  private static byte[] piece(Random random) {
    return PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] replaced(byte[] bytes, int from, int to, byte[] by) {
    byte[] result = Arrays.copyOf(bytes, bytes.length - (to - from) + by.length);
    System.arraycopy(by, 0, result, from, by.length);
    System.arraycopy(bytes, to, result, from + by.length, bytes.length - to);
    return result;
  }

  @Test
  void noMessageBreaksTheParser() throws Exception {
    List<byte[]> inputs = collection("messages");
    Random random = new Random(4475);
    int taken = 0;
    for (int i = 0; i < MUTANTS; i++) {
      byte[] bytes = mutant(inputs, random);
      try {
        taken += MessageFuzz.takes(bytes, i % 2 == 0) ? 1 : 0;
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("By: " + text(bytes), e);
      }
    }
    // Some survive their changes, or only the first lines of the parser were tried.
    assertThat(taken).isBetween(MUTANTS / 50, MUTANTS - MUTANTS / 50);
  }

  /** A mutant's find: it ended the call, or its leg when an answer had it. */
  @Test
  void aControlCharacterInAContentTypeIsReadAsASpace() {
    byte[] invite =
        """
        INVITE sip:bob@example.com SIP/2.0
        Via: SIP/2.0/UDP host;branch=z9hG4bK1
        Max-Forwards: 70
        From: <sip:a@example.com>;tag=1
        To: <sip:bob@example.com>
        Call-ID: 1@host
        CSeq: 1 INVITE
        Contact: <sip:a@192.0.2.1>
        Content-Type: application/sdp;a=\1b
        Content-Length: 4

        v=0
        """
            .replace("\n", "\r\n")
            .getBytes(StandardCharsets.ISO_8859_1);

    SipRequest request = (SipRequest) SipParser.parse(invite, 0, invite.length, false);

    assertThat(request.body().orElseThrow().contentType()).isEqualTo("application/sdp;a= b");
  }

  @Test
  void noSessionBreaksTheReaderAndWhatIsReadIsWrittenTheSame() throws Exception {
    List<byte[]> inputs = collection("sessions");
    Random random = new Random(4566);
    int taken = 0;
    for (int i = 0; i < MUTANTS; i++) {
      byte[] bytes = mutant(inputs, random);
      try {
        taken += SessionFuzz.takes(bytes) ? 1 : 0;
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("By: " + text(bytes), e);
      }
    }
    assertThat(taken).isBetween(MUTANTS / 50, MUTANTS - MUTANTS / 50);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
