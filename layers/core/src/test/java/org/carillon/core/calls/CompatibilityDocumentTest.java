package org.carillon.core.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/compatibility.md} names a test for each event and action. Those tests exist, and so
 * do the ones that the page of the compatibility tests names.
 */
class CompatibilityDocumentTest {

  private static final Path HOME = Path.of(System.getProperty("carillon.home", "../.."));

  private static final List<String> EVENTS =
      List.of(
          "NEW_INBOUND_CALL",
          "NEW_OUTBOUND_CALL",
          "RINGING",
          "CALL_ANSWERED",
          "ACTION_SUCCESSFUL",
          "ACTION_FAILED",
          "ACTION_INTERRUPTED",
          "CALL_UPDATE_REQUESTED",
          "DIGITS_RECEIVED",
          "HANGUP",
          "INVALID_LAMBDA_RESPONSE");

  private static final Set<String> NOT_OURS = Set.of("target", "node_modules", ".git", "cdk.out");
  private static final Pattern ROW = Pattern.compile("\\| `([A-Za-z_]+)` \\| (.+) \\|");
  private static final Pattern TEST =
      Pattern.compile("`([A-Z][A-Za-z0-9]*Test)(?:\\.([a-z]\\w*))?`");

  private static String pages;
  private static String events;
  private static String actions;
  private static Map<String, Path> tests;

  @BeforeAll
  static void read() throws IOException {
    String text = Files.readString(HOME.resolve("docs/compatibility.md"));
    pages = text + Files.readString(HOME.resolve("compatibility-tests/README.md"));
    events = section(text, "### Events");
    actions = section(text, "### Actions");
    tests = testFiles();
  }

  @Test
  void everyEventHasATest() {
    assertThat(rows(events)).containsOnlyKeys(EVENTS);
    assertThat(rows(events)).allSatisfy((event, cells) -> assertThat(cells).containsPattern(TEST));
  }

  @Test
  void everyActionHasATest() {
    assertThat(rows(actions)).containsOnlyKeys(Actions.types());
    assertThat(rows(actions))
        .allSatisfy((action, cells) -> assertThat(cells).containsPattern(TEST));
  }

  @Test
  void theTestsExist() throws IOException {
    Set<String> missing = new LinkedHashSet<>();
    Matcher test = TEST.matcher(pages);
    while (test.find()) {
      Path file = tests.get(test.group(1));
      String method = test.group(2);
      if (file == null || (method != null && !has(file, method))) {
        missing.add(test.group());
      }
    }
    assertThat(missing).as("tests that a page names and nobody wrote").isEmpty();
  }

  private static boolean has(Path file, String method) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8).contains(" void " + method + "(");
  }

  private static String section(String text, String title) {
    int begin = text.indexOf(title);
    assertThat(begin).as(title).isNotNegative();
    int end = text.indexOf("\n#", begin + title.length());
    return text.substring(begin, end);
  }

  private static Map<String, String> rows(String section) {
    Map<String, String> rows = new HashMap<>();
    try (Stream<String> lines = section.lines()) {
      lines
          .map(ROW::matcher)
          .filter(Matcher::matches)
          .forEach(row -> rows.put(row.group(1), row.group(2)));
    }
    return rows;
  }

  private static Map<String, Path> testFiles() throws IOException {
    Map<String, Path> found = new HashMap<>();
    Files.walkFileTree(
        HOME,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return NOT_OURS.contains(String.valueOf(folder.getFileName()))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String name = file.getFileName().toString();
            if (name.endsWith("Test.java")) {
              found.put(name.substring(0, name.length() - ".java".length()), file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }
}
