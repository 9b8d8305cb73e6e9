package org.carillon.local.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import org.carillon.local.phone.CallPlan;
import org.carillon.local.phone.Telephone;
import org.carillon.media.ivr.PcmAudio;
import org.carillon.media.ivr.WavWriter;
import org.carillon.media.sip.CallEnd;

/**
 * A call that the command line places.
 *
 * @param from the caller's number
 * @param number the number to call
 * @param host what stands behind the number in the Request-URI; empty: the address it is sent to
 * @param sip where it is sent
 * @param press keys to press; empty for none
 * @param longest how long it may ring, and last
 * @param hear where to write what was heard; null: nowhere
 */
record PlacedCall(
    String from,
    String number,
    String host,
    InetSocketAddress sip,
    String press,
    Duration longest,
    Path hear) {

  /**
   * Places it and waits for its end.
   *
   * @param local the address of this machine to call from
   * @param out where what happens is written, a line each with the seconds since the start
   * @return whether it was answered
   * @throws IOException when it cannot be placed, or what was heard cannot be written
   */
  boolean place(InetAddress local, PrintStream out) throws IOException, InterruptedException {
    long start = System.nanoTime();
    try (var telephone = new Telephone(local)) {
      var plan = new CallPlan(from, number, host, sip, press, longest);
      Telephone.Outcome outcome = telephone.call(plan, words -> line(out, start, words)).get();
      line(out, start, "ended: " + end(outcome));
      if (hear != null) {
        PcmAudio heard = outcome.heard();
        Files.write(hear, WavWriter.write(heard));
        line(out, start, "%s: %.1f s".formatted(hear, heard.length() / 8000.0));
      }
      return outcome.answered();
    } catch (ExecutionException e) {
      throw new IOException("the call failed: " + e.getCause(), e);
    }
  }

  private static String end(Telephone.Outcome outcome) {
    CallEnd end = outcome.end();
    if (outcome.answered()) {
      return end.cause() == CallEnd.Cause.BYE_SENT ? "we hung up" : end.reason();
    }
    return "not answered, status " + end.status();
  }

  private static void line(PrintStream out, long start, String words) {
    double seconds = (System.nanoTime() - start) / 1e9;
    out.printf(Locale.ROOT, "%8.3f  %s%n", seconds, words);
  }
}
