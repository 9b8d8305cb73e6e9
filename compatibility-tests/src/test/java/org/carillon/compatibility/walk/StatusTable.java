package org.carillon.compatibility.walk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The operations that docs/status.md says are there, as "service Operation". */
record StatusTable(Set<String> built, Set<String> notYet) {

  private static final Pattern SERVICE = Pattern.compile("## (chime-sdk-[a-z-]+)");
  private static final Pattern ROW = Pattern.compile("\\| (\\w+) \\| ([^|]+) \\|.*");

  static StatusTable read() {
    Path document = Path.of(System.getProperty("carillon.home"), "docs", "status.md");
    Set<String> built = new TreeSet<>();
    Set<String> notYet = new TreeSet<>();
    String service = "";
    try {
      for (String line : Files.readAllLines(document)) {
        Matcher row = ROW.matcher(line);
        if (line.startsWith("#")) {
          Matcher heading = SERVICE.matcher(line);
          service = heading.matches() ? heading.group(1) : "";
        } else if (!service.isEmpty() && row.matches() && !row.group(1).equals("Operation")) {
          Set<String> side = row.group(2).strip().equals("not yet") ? notYet : built;
          side.add(service + " " + row.group(1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new StatusTable(built, notYet);
  }
}
