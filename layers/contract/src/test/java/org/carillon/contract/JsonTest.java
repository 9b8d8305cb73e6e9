package org.carillon.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JSON texts to plain values and back, and what is refused. */
class JsonTest {

  private static Object read(String text) {
    return Json.read(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void everyKindOfValueIsReadAsItsPlainType() {
    Map<String, Object> expected = new LinkedHashMap<>();
    expected.put("text", "é\n\u0000😀");
    expected.put("int", 7);
    expected.put("long", 1L << 40);
    expected.put("big", BigInteger.TWO.pow(70));
    expected.put("decimal", 0.5d);
    expected.put("flag", true);
    expected.put("none", null);
    expected.put("list", List.of(List.of(), Map.of()));

    Object read =
        read(
            """
            {"text": "é\\n\\u0000\\ud83d\\ude00", "int": 7, "long": 1099511627776,
             "big": 1180591620717411303424, "decimal": 0.5, "flag": true, "none": null,
             "list": [[], {}]}
            """);

    assertThat(read).isEqualTo(expected);
    // the order of the text is kept, and null members too
    assertThat(((Map<?, ?>) read).keySet()).hasToString(expected.keySet().toString());
    assertThat(Json.read(Json.write(read))).isEqualTo(expected);
    assertThat(read(Json.pretty(read))).isEqualTo(expected);
  }

  @Test
  void aTextIsWrittenCompactAndForPeople() {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("a", List.of(1, "é"));
    value.put("b", null);

    assertThat(new String(Json.write(value), StandardCharsets.UTF_8))
        .isEqualTo("{\"a\":[1,\"é\"],\"b\":null}");
    assertThat(Json.pretty(value)).contains("\n").contains("\"a\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                 | JSON expected, nothing found at line 1, column 1",
        "`  `               | JSON expected, nothing found at line 1, column 1",
        "{\"a\": secret}    | not valid JSON at line 1",
        "{\"a\": \"secret   | JSON ends early at line 1",
        "{\"a\":1} secret   | not valid JSON at line 1, column 9",
        "{\"a\":1}]         | not valid JSON at line 1, column 8",
        "{} 2               | something follows the JSON value at line 1, column 4",
        "[1,]               | not valid JSON at line 1, column 4",
        "1e999              | a number is out of the range of a double",
        "-Infinity          | not valid JSON at line 1",
      })
  void aFaultIsToldByPlaceAndNeverByContent(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("secret");
  }

  @Test
  void theFaultsPlaceIsOfUse() {
    assertThatThrownBy(() -> read("{\n  \"a\": 1,\n  \"b\" 2\n}"))
        .isInstanceOfSatisfying(
            JsonException.class,
            it -> {
              assertThat(it.line()).isEqualTo(3);
              assertThat(it.column()).isBetween(6, 8);
            });
  }

  @Test
  void somethingBehindTheValueIsRefusedEvenWhenItIsNotJson() {
    assertThatThrownBy(() -> read("{} garbage")).isInstanceOf(JsonException.class);
    assertThatThrownBy(() -> read("1 2")).isInstanceOf(JsonException.class);
  }

  @Test
  void sixtyFourLevelsAreReadAndOneMoreIsNot() {
    assertThat(read("[".repeat(64) + "]".repeat(64))).isInstanceOf(List.class);
    assertThatThrownBy(() -> read("[".repeat(65) + "]".repeat(65)))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("nested deeper than 64");
  }

  @Test
  void sizesAreLimited() {
    byte[] large = new byte[Json.MAX_BYTES + 1];
    Arrays.fill(large, (byte) ' ');
    assertThatThrownBy(() -> Json.read(large)).hasMessageContaining("the limit is 6291456");
    assertThatThrownBy(() -> read("9".repeat(101))).isInstanceOf(JsonException.class);
    assertThatThrownBy(() -> read("{\"" + "k".repeat(60_000) + "\":1}"))
        .isInstanceOf(JsonException.class);
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() {
    byte[] overlong = {'"', (byte) 0xC0, (byte) 0xAF, '"'};
    byte[] surrogate = {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'};
    byte[] cut = {'"', (byte) 0xC3, '"'};
    for (byte[] text : List.of(overlong, surrogate, cut)) {
      assertThatThrownBy(() -> Json.read(text)).hasMessage("not valid UTF-8 after byte 1");
    }
  }

  @Test
  void anObjectIsAskedForWhereOneIsNeeded() {
    assertThat(Json.readObject("{\"a\":1}".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(Map.of("a", 1));
    assertThatThrownBy(() -> Json.readObject("[]".getBytes(StandardCharsets.UTF_8)))
        .hasMessageStartingWith("not a JSON object");
  }

  @Test
  void whatIsNotAPlainValueIsNotWritten() {
    record Bean(String name) {}
    for (Object value : List.of(Double.NaN, Float.POSITIVE_INFINITY, new Bean("a"))) {
      assertThatThrownBy(() -> Json.write(Map.of("a", value)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
