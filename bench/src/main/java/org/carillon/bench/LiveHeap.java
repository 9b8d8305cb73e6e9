package org.carillon.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a full collection leaves in another JVM. */
final class LiveHeap {
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");

  private LiveHeap() {}

  /** Bytes that a full collection leaves. */
  static long of(long pid) throws IOException, InterruptedException {
    Matcher total = TOTAL.matcher(histogram(pid));
    if (!total.find()) {
      throw new IOException("jcmd printed no total");
    }
    return Long.parseLong(total.group(1));
  }

  /** Instances and bytes of each class after a full collection, the largest first. */
  static String histogram(long pid) throws IOException, InterruptedException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(pid),
                "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String words = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (jcmd.waitFor() != 0) {
      throw new IOException("jcmd: " + words);
    }
    return words;
  }
}
