package org.carillon.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.carillon.contract.Shape.Location;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds what our code assumes of the three models against the models themselves. */
class ModelsTest {

  private static final Contract CONTRACT = Contract.load();

  private static Stream<Shape> shapes(Api api) {
    ApiModel model = CONTRACT.model(api);
    return StreamSupport.stream(model.shapeNames().spliterator(), false).map(model::shape);
  }

  private static Stream<Shape> allShapes() {
    return Api.published().stream().flatMap(ModelsTest::shapes);
  }

  static Set<String> patterns() {
    return allShapes()
        .filter(it -> it.pattern() != null)
        .map(it -> it.pattern().text())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @ParameterizedTest
  @MethodSource("patterns")
  void everyPatternTakesItsSampleAndRefusesAnotherValue(String pattern) {
    WholePattern whole = new WholePattern(pattern);

    assertThat(whole.matches(Samples.PATTERN_SAMPLES.get(pattern))).isTrue();
    // a line break inside is in none of the patterns but one, which takes all white space
    assertThat(whole.matches("~\u0000\n~")).isFalse();
  }

  @ParameterizedTest
  @MethodSource("patterns")
  // in its own thread: a matcher that has gone astray does not heed an interruption
  @Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
  void noPatternIsSlowOnAHostileValueOfTheLargestSize(String pattern) {
    // lengths are checked first, so the largest is the shape's own maximum, or else a whole body
    int largest =
        allShapes()
            .filter(it -> it.pattern() != null && it.pattern().text().equals(pattern))
            .mapToInt(it -> it.max() == null ? Binding.MAX_BODY_BYTES : it.max().intValue())
            .max()
            .orElseThrow();
    WholePattern whole = new WholePattern(pattern);
    String sample = Samples.PATTERN_SAMPLES.get(pattern);

    assertThat(whole.matches(sample.repeat(largest / sample.length()) + "\n\u0000")).isFalse();
    assertThat(whole.matches(" ".repeat(largest) + "\n\u0000")).isFalse();
    assertThat(whole.matches("a".repeat(largest) + "\n\u0000")).isFalse();
  }

  @Test
  void theBudgetOfStepsLeavesRoomForTheLongestValidValue() {
    String longest = "x".repeat(Binding.MAX_BODY_BYTES);
    assertThat(new WholePattern(".*\\S.*").matches(longest)).isTrue();
    assertThat(new WholePattern("[-_a-zA-Z0-9]*").matches(longest)).isTrue();
  }

  @Test
  void patternsWithGroupsThatRepeatAreOnBoundedStringsOnly() {
    // Java's matcher recurses on those: an unbounded string would overflow its stack
    List<String> unbounded =
        allShapes()
            .filter(it -> it.pattern() != null && it.max() == null)
            .map(it -> it.pattern().text())
            .filter(it -> it.matches(".*\\)[*+].*"))
            .toList();

    assertThat(unbounded).isEmpty();
  }

  @Test
  void theBrokenTokenPatternIsReadAsTwoToSixtyFourOfItsClass() {
    Shape token = CONTRACT.model(Api.VOICE).shape("ClientRequestId");

    assertThat(token.pattern().text()).isEqualTo("[-_a-zA-Z0-9]*");
    assertThat(token.min()).isEqualTo(2d);
    assertThat(token.max()).isEqualTo(64d);
  }

  @ParameterizedTest
  @EnumSource(value = Api.class, mode = EnumSource.Mode.EXCLUDE, names = "OPERATOR")
  void everyModeledErrorIsKnownWithItsStatus(Api api) {
    Map<String, Integer> modeled = new HashMap<>();
    Json.readObject(bytesOf(api)).entrySet().stream()
        .filter(it -> it.getKey().equals("shapes"))
        .flatMap(it -> ((Map<?, ?>) it.getValue()).entrySet().stream())
        .forEach(
            it -> {
              if (((Map<?, ?>) it.getValue()).get("error") instanceof Map<?, ?> error) {
                modeled.put((String) it.getKey(), (Integer) error.get("httpStatusCode"));
              }
            });

    assertThat(modeled).hasSizeGreaterThanOrEqualTo(9);
    modeled.forEach(
        (name, status) ->
            assertThat(ErrorType.named(name)).map(ErrorType::status).contains(status));
    // whatever core says comes out under a name this API has, but for our own 501
    Set<String> spoken =
        Arrays.stream(ErrorType.values())
            .filter(it -> it != ErrorType.NOT_IMPLEMENTED)
            .map(it -> it.in(api).wireName())
            .collect(Collectors.toSet());
    assertThat(modeled.keySet()).containsAll(spoken);
  }

  @Test
  void everyErrorTypeButOursIsInAModel() {
    Set<String> declared =
        CONTRACT.operations().stream()
            .flatMap(it -> it.errors().stream())
            .collect(Collectors.toSet());

    assertThat(ErrorType.values())
        .extracting(ErrorType::wireName)
        .containsAll(declared)
        .filteredOn(it -> !declared.contains(it))
        .containsExactly("NotImplementedException");
  }

  @Test
  void onlyTheTagOperationsShareARouteBetweenApis() {
    Map<String, List<ApiOperation>> byRoute =
        CONTRACT.operations().stream()
            .collect(
                Collectors.groupingBy(
                    it -> it.method() + " " + it.uri().replaceAll("\\{[^}]+}", "{}")));

    assertThat(byRoute.values())
        .filteredOn(it -> it.size() > 1)
        .allSatisfy(
            it ->
                assertThat(it)
                    .extracting(ApiOperation::uri)
                    .allMatch(uri -> uri.startsWith("/tags")))
        .hasSize(3);
  }

  @Test
  void everyOutputTravelsInTheBodyOnly() {
    for (ApiOperation operation : CONTRACT.operations()) {
      if (!operation.outputShape().isEmpty()) {
        Shape output = CONTRACT.model(operation.api()).shape(operation.outputShape());
        assertThat(output.members().values())
            .as(operation.name())
            .allMatch(it -> it.location() == Location.BODY);
      }
    }
  }

  @Test
  void everyMapMayHoldSensitiveKeys() {
    // violations name a map's entries by place because of this
    assertThat(allShapes().filter(it -> it.kind() == Shape.Kind.MAP)).hasSize(4);
  }

  @Test
  void theModelsAreReadInAShortTime() {
    // generous: it is to catch a start that reads everything eagerly, not to measure
    long start = System.nanoTime();
    Contract.load();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  private static byte[] bytesOf(Api api) {
    try (var in = Contract.class.getResourceAsStream(api.service() + ".json")) {
      return in.readAllBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
