package org.carillon.functions.voiceapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.carillon.contract.ApiException;
import org.carillon.contract.ApiOperation;
import org.carillon.contract.ApiRequest;
import org.carillon.contract.ApiResponse;
import org.carillon.contract.Binding;
import org.carillon.contract.Contract;
import org.carillon.contract.ErrorType;
import org.carillon.contract.Json;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;

/**
 * Whatever comes in, for every operation: the answer is a success or an error that the model
 * declares, never a failure of ours, and what was refused changed nothing. The report names the
 * seed; {@code @Property(seed = "...")} runs the same requests again.
 */
class EveryInputTest {

  private static final int TRIES = 7_000;

  /** An operation that is hit less often than this is not tested: raise the tries. */
  private static final int LEAST_TRIES = 12;

  private static final String AUDIT = "account/" + LocalApi.ACCOUNT.id() + "/audit";

  private static final Contract CONTRACT = Contract.load();
  private static final Binding BINDING = new Binding(CONTRACT);

  /** What the signature's check and the validation may answer, whatever the operation declares. */
  private static final List<ErrorType> OF_EVERY_OPERATION =
      List.of(
          ErrorType.BAD_REQUEST,
          ErrorType.FORBIDDEN,
          ErrorType.UNAUTHORIZED,
          ErrorType.UNAUTHORIZED_CLIENT);

  /** What needs a media node that is there, and says so: there is none in this test. */
  private static final Set<String> NEED_A_NODE = Set.of("CreateMediaInsightsPipeline");

  private static final Map<String, AtomicInteger> ASKED = new TreeMap<>();
  private static final Map<Integer, AtomicInteger> ANSWERED = new TreeMap<>();
  private static final Map<String, AtomicInteger> DONE = new TreeMap<>();
  private static Path data;
  private static InputWorld world;

  @BeforeContainer
  static void settle() throws IOException {
    data = Files.createTempDirectory("every-input");
    world = new InputWorld(data);
  }

  @AfterContainer
  static void leave() throws IOException {
    world.close();
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    List<String> neverDone =
        world.models.operations().stream()
            .filter(it -> world.table.find(it).isPresent())
            .map(EveryInputTest::key)
            .filter(it -> !DONE.containsKey(it))
            .toList();
    System.out.printf(
        "every input: %d operations, answers by status %s, never once fitting: %s%n",
        ASKED.size(), ANSWERED, neverDone);
    if (ANSWERED.values().stream().mapToInt(AtomicInteger::get).sum() < TRIES) {
      return; // ended by a finding, which is told already
    }
    assertThat(ASKED).hasSize(world.models.operations().size());
    assertThat(ASKED.values()).allSatisfy(n -> assertThat(n.get()).isGreaterThan(LEAST_TRIES));
    // garbage alone would only ever meet the validation
    assertThat(ANSWERED.get(200).get()).isGreaterThan(TRIES / 100);
  }

  @Provide
  Arbitrary<Attempt> attempts() {
    return Arbitraries.of(world.models.operations())
        .flatMap(
            operation ->
                Arbitraries.randomValue(
                    random -> new RandomInput(world.models, world.known, random).any(operation)));
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void everyRequestIsDoneOrRefusedAsModeled(@ForAll("attempts") Attempt attempt) {
    world.reset();
    Map<ItemKey, Item> before = world.state();

    ApiRequest request = attempt.signed(world.key());
    ApiResponse response = world.answer(request);

    count(attempt, response);
    if (response.status() >= 300) {
      assertModeled(request, response);
      assertThat(changes(before, world.state()))
          .as("changed by a request that was refused: " + text(response))
          .isEmpty();
    }
  }

  private static void assertModeled(ApiRequest request, ApiResponse response) {
    String name = response.headers().get(ApiResponse.ERROR_TYPE);
    ErrorType type = ErrorType.named(name).orElseThrow(() -> new AssertionError(text(response)));
    Optional<ApiOperation> operation = operation(request);
    boolean built = operation.flatMap(world.table::find).isPresent();
    if (operation.isPresent() && !built) {
      assertThat(OF_EVERY_OPERATION.contains(type) || type == ErrorType.NOT_IMPLEMENTED)
          .as(text(response))
          .isTrue();
      return;
    }
    assertThat(response.status()).as(text(response)).isEqualTo(type.status());
    boolean byDesign =
        operation.flatMap(world.table::find).flatMap(OperationTable.Entry::byDesign).isPresent();
    boolean noNode = operation.map(ApiOperation::name).filter(NEED_A_NODE::contains).isPresent();
    if (noNode && type == ErrorType.SERVICE_UNAVAILABLE) {
      return;
    }
    assertThat(type.status()).as(text(response)).isBetween(400, byDesign ? 599 : 499);
    boolean declared =
        OF_EVERY_OPERATION.contains(type)
            || byDesign
            || operation.map(it -> it.declares(type)).orElse(type == ErrorType.NOT_FOUND);
    assertThat(declared)
        .as(operation.map(ApiOperation::name).orElse("no operation") + " " + text(response))
        .isTrue();
    assertThat((String) Json.readObject(response.body()).get("Message"))
        .as(text(response))
        .isNotBlank();
  }

  /** What the request came to be: an odd value in a path may make it another operation's. */
  private static Optional<ApiOperation> operation(ApiRequest request) {
    try {
      return Optional.of(BINDING.resolve(CONTRACT.route(request), request).operation());
    } catch (ApiException none) {
      return Optional.empty();
    }
  }

  private static List<ItemKey> changes(Map<ItemKey, Item> before, Map<ItemKey, Item> after) {
    if (before.equals(after)) {
      return List.of();
    }
    return Stream.concat(before.keySet().stream(), after.keySet().stream())
        .distinct()
        .filter(key -> !key.partition().startsWith(AUDIT)) // tells of refusals too
        .filter(key -> !java.util.Objects.equals(before.get(key), after.get(key)))
        .collect(Collectors.toList());
  }

  private static void count(Attempt attempt, ApiResponse response) {
    ASKED.computeIfAbsent(key(attempt.operation()), it -> new AtomicInteger()).incrementAndGet();
    int status = response.status() < 300 ? 200 : response.status();
    ANSWERED.computeIfAbsent(status, it -> new AtomicInteger()).incrementAndGet();
    if (response.status() < 300) {
      DONE.computeIfAbsent(key(attempt.operation()), it -> new AtomicInteger()).incrementAndGet();
    }
  }

  private static String key(ApiOperation operation) {
    return operation.api() + " " + operation.name();
  }

  private static String text(ApiResponse response) {
    return response.status()
        + " "
        + response.headers().get(ApiResponse.ERROR_TYPE)
        + " "
        + new String(response.body(), java.nio.charset.StandardCharsets.UTF_8);
  }
}
