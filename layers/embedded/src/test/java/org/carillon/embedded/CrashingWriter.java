package org.carillon.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Ports;
import org.carillon.core.ports.StreamRecord;

/**
 * Writes to every port from several threads until it is killed, and says on its output what was
 * acknowledged: a line {@code item N}, {@code record N} or {@code object N} each.
 */
final class CrashingWriter {

  private CrashingWriter() {}

  public static void main(String[] arguments) {
    Ports ports =
        EmbeddedPorts.open(Path.of(arguments[0]), EmbeddedContractTest.NO_FUNCTIONS).ports();
    PrintStream out = new PrintStream(System.out, true, UTF_8);
    out.println("open");
    for (int thread = 0; thread < 4; thread++) {
      int first = thread;
      Thread.ofPlatform()
          .start(
              () -> {
                for (int n = first; ; n += 4) {
                  writeOne(ports, out, n);
                }
              });
    }
  }

  private static void writeOne(Ports ports, PrintStream out, int n) {
    ports
        .items()
        .write(
            ItemWrite.create(new ItemKey("crash", "a" + n), Map.of("n", n)),
            ItemWrite.create(new ItemKey("crash", "b" + n), Map.of("n", n)));
    out.println("item " + n);
    ports
        .callFacts()
        .append(new StreamRecord("id-" + n, "key-" + n % 4, Map.of("n", n)))
        .whenComplete((done, failure) -> out.println((failure == null ? "record " : "! ") + n))
        .join();
    ports
        .objects()
        .putIfAbsent(
            "crash", "folder-" + n % 10 + "/" + n, content(n), "text/x-test", Map.of("n", "" + n));
    out.println("object " + n);
  }

  static byte[] content(int n) {
    return ("object " + n + "\n").repeat(1000).getBytes(UTF_8);
  }
}
