package org.carillon.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.carillon.media.rtp.AudioReader;
import org.carillon.media.rtp.G711;
import org.carillon.media.rtp.MediaConfig;
import org.carillon.media.rtp.MediaEngine;
import org.carillon.media.rtp.RtpStream;
import org.carillon.media.rtp.StreamParameters;
import org.carillon.media.rtp.srtp.SrtpKey;
import org.carillon.media.rtp.srtp.SrtpKeys;
import org.carillon.media.rtp.srtp.SrtpSuite;

/**
 * Our media engine with one thread and many bridged calls, all from one source to one sink: a relay
 * for {@code rtp/rtpgen.c}. Says READY when its calls stand, and on a line of input how much heap
 * they take.
 */
final class RtpRelay {
  private static final int FIRST_PORT = 20_000;
  private static final int LAST_PORT = 65_000;

  /** A system property: whether somebody listens to each call, as a recording does. */
  private static final String FORKED = "bench.forked";

  private RtpRelay() {}

  /** Arguments: calls, file for the targets, source port, sink port, and the two SRTP keys. */
  public static void main(String[] arguments) throws IOException {
    int calls = Integer.parseInt(arguments[0]);
    Path targets = Path.of(arguments[1]);
    InetAddress local = InetAddress.getLoopbackAddress();
    StreamParameters source = parameters(local, arguments, 2);
    StreamParameters sink = parameters(local, arguments, 3);
    MediaConfig config = MediaConfig.ports(FIRST_PORT, LAST_PORT).withThreads(1);
    try (MediaEngine engine = MediaEngine.start(config)) {
      long before = heap();
      List<RtpStream> legs = new ArrayList<>();
      StringBuilder lines = new StringBuilder();
      for (int i = 0; i < calls; i++) {
        RtpStream in = engine.open(local);
        RtpStream out = engine.openBeside(in, local);
        in.bridge(out);
        in.start(source);
        out.start(sink);
        if (Boolean.getBoolean(FORKED)) {
          listen(in.openReader());
        }
        legs.add(in);
        legs.add(out);
        lines.append("127.0.0.1 ").append(in.localPort()).append('\n');
      }
      Files.writeString(targets, lines);
      Report.line("READY");
      BufferedReader input =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      while (input.readLine() != null) {
        Report.line(
            "{\"heap_bytes_a_call\": %d, \"legs\": %d, \"late_ticks\": %d}",
            (heap() - before) / calls, legs.size(), engine.stats().lateTicks());
      }
    }
  }

  private static void listen(AudioReader reader) {
    Thread.startVirtualThread(
        () -> {
          short[] frame = new short[RtpStream.FRAME_SAMPLES];
          try {
            while (reader.read(frame)) {
              Thread.onSpinWait(); // somebody else's work begins here
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static StreamParameters parameters(InetAddress local, String[] arguments, int index) {
    int port = Integer.parseInt(arguments[index]);
    StreamParameters plain = StreamParameters.of(new InetSocketAddress(local, port), G711.PCMU);
    if (arguments.length < 6) {
      return plain;
    }
    // one key for both ways: the generator's streams have sources of their own
    SrtpKey key =
        new SrtpKey(
            SrtpSuite.AES_CM_128_HMAC_SHA1_80,
            HexFormat.of().parseHex(arguments[index + 2]),
            new byte[0]);
    return plain.withSrtp(new SrtpKeys(key, key));
  }
}
