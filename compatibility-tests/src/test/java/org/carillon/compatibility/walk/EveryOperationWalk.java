package org.carillon.compatibility.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.carillon.compatibility.Carillon;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * All stories, played by one client on a Carillon of its own; then the look whether an operation of
 * docs/status.md was left out. A new operation without a story fails here.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EveryOperationWalk {

  @TempDir Path folder;
  private Carillon carillon;
  private ApiClient client;

  /** The client, with its endpoint and the environment that holds its keys. */
  abstract ApiClient client(String endpoint, Map<String, String> environment) throws Exception;

  /** Stories are about one account after another's steps, so they run in order. */
  @TestFactory
  Stream<DynamicTest> everyOperationIsWalked() throws Exception {
    StatusTable status = StatusTable.read();
    assertThat(status.built()).hasSizeGreaterThan(20);
    prepare();
    carillon = Carillon.start(folder.resolve("data"));
    Map<String, String> environment = carillon.clientEnvironment();
    client = client(carillon.endpoint(), environment);
    StoryPlayer player =
        new StoryPlayer(client, new OperatorApi(carillon.endpoint(), environment), status);
    var tests = new ArrayList<DynamicTest>();
    for (Story story : Story.all()) {
      tests.add(DynamicTest.dynamicTest(story.name(), () -> player.play(story)));
    }
    tests.add(
        DynamicTest.dynamicTest("no operation was left out", () -> nothingLeftOut(player, status)));
    return tests.stream();
  }

  /** Fetches what the client needs, or skips the test visibly. */
  void prepare() throws Exception {}

  private static void nothingLeftOut(StoryPlayer player, StatusTable status) {
    System.out.println(player.summary());
    Set<String> leftOut = new TreeSet<>(status.built());
    leftOut.removeAll(player.walked());
    assertThat(player.unknownToClient())
        .as("a client that misses most of the API shows nothing")
        .hasSizeLessThan(status.built().size() / 2);
    leftOut.removeAll(player.unknownToClient());
    leftOut.removeAll(player.skipped());
    assertThat(leftOut).as("built by docs/status.md, but in no story that went well").isEmpty();
  }

  @AfterAll
  void stop() {
    if (client != null) {
      client.close();
    }
    if (carillon != null) {
      carillon.close();
    }
  }
}
