package org.carillon.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.carillon.media.ivr.conference.Conference;
import org.carillon.media.ivr.conference.MixingFigures;
import org.carillon.media.ivr.conference.MixingLoop;
import org.carillon.media.rtp.G711;
import org.carillon.media.rtp.MediaConfig;
import org.carillon.media.rtp.MediaEngine;
import org.carillon.media.rtp.RtpStream;
import org.carillon.media.rtp.StreamParameters;

/**
 * Conferences on one media thread and the mixing loop, all legs' phones at one address. Says READY
 * when all have joined, and at each line of input what was mixed since the line before.
 */
final class MixingNode {
  private MixingNode() {}

  /** Arguments: legs, legs of a conference, file for the legs' ports, port of the phones. */
  public static void main(String[] arguments) throws IOException {
    int legs = Integer.parseInt(arguments[0]);
    int size = Integer.parseInt(arguments[1]);
    InetAddress local = InetAddress.getLoopbackAddress();
    StreamParameters phones =
        StreamParameters.of(
            new InetSocketAddress(local, Integer.parseInt(arguments[3])), G711.PCMU);
    try (MediaEngine engine = MediaEngine.start(MediaConfig.ports(20_000, 65_000).withThreads(1));
        MixingLoop loop = MixingLoop.start()) {
      StringBuilder ports = new StringBuilder();
      Conference conference = null;
      for (int i = 0; i < legs; i++) {
        if (i % size == 0) {
          conference = loop.open();
        }
        RtpStream stream = engine.open(local);
        stream.start(phones);
        conference.join(stream);
        ports.append(stream.localPort()).append('\n');
      }
      Files.writeString(Path.of(arguments[2]), ports);
      Report.line("READY");
      BufferedReader input =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      MixingFigures before = loop.figures();
      while (input.readLine() != null) {
        MixingFigures now = loop.figures();
        MixingFigures since = now.since(before);
        before = now;
        Report.line(
            "%d %d %d", since.rounds(), since.lateRounds(), since.busyNanos() / since.legRounds());
      }
    }
  }
}
