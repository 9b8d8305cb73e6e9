package org.carillon.contract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;

/**
 * JSON texts (RFC 8259) to and from plain values: {@code Map<String, Object>} in the order of the
 * text, {@code List<Object>}, {@code String}, {@code Integer}, {@code Long}, {@code BigInteger},
 * {@code Double}, {@code Boolean} and {@code null}.
 *
 * <p>Reading is strict: UTF-8 only, nothing behind the value, no comments, no NaN. Limits: {@value
 * #MAX_BYTES} bytes, nesting {@value #MAX_DEPTH}, numbers of 100 characters, names of 50000, and a
 * number must fit a double. When a name comes twice in one object the last one wins, as most
 * readers have it (RFC 8259 section 4).
 */
public final class Json {

  /** Deepest nesting of objects and lists that is read. */
  public static final int MAX_DEPTH = 64;

  /** Largest text that is read: a customer's function may answer with up to 6 MiB. */
  public static final int MAX_BYTES = 6 * 1024 * 1024;

  private static final int MOST_BUFFERS = 64;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          // the usual buffers belong to a thread, and virtual threads are made for each request
          .recyclerPool(JsonRecyclerPools.newBoundedPool(MOST_BUFFERS))
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(100)
                  .maxStringLength(MAX_BYTES)
                  .build())
          .build();

  // null members are kept: what was read is written again as it was
  private static final JSON PLAIN =
      JSON.builder(FACTORY)
          .enable(JSON.Feature.WRITE_NULL_PROPERTIES)
          .enable(JSON.Feature.FAIL_ON_UNKNOWN_TYPE_WRITE)
          .disable(JSON.Feature.HANDLE_JAVA_BEANS)
          .disable(JSON.Feature.FAIL_ON_DUPLICATE_MAP_KEYS)
          .build();
  private static final JSON PRETTY = PLAIN.with(JSON.Feature.PRETTY_PRINT_OUTPUT);

  private Json() {}

  /**
   * Reads a text that must be an object.
   *
   * @throws JsonException when it is not
   */
  @SuppressWarnings("unchecked") // the reader makes string keys only
  public static Map<String, Object> readObject(byte[] text) {
    if (read(text) instanceof Map<?, ?> object) {
      return (Map<String, Object>) object;
    }
    throw new JsonException("not a JSON object", 1, 1);
  }

  /**
   * Reads a text that may be any JSON value.
   *
   * @throws JsonException when it is not JSON, or over a limit
   */
  public static Object read(byte[] text) {
    if (text.length > MAX_BYTES) {
      throw new JsonException("JSON of " + text.length + " bytes; the limit is " + MAX_BYTES, 0, 0);
    }
    String decoded = decode(text);
    try (JsonParser parser = FACTORY.createParser(decoded)) {
      if (parser.nextToken() == null) {
        throw new JsonException("JSON expected, nothing found", 1, 1);
      }
      Object value = PLAIN.anyFrom(parser);
      if (parser.nextToken() != null) {
        throw fault("something follows the JSON value", parser.currentTokenLocation());
      }
      if (!isFinite(value)) {
        throw new JsonException("a number is out of the range of a double", 0, 0);
      }
      return value;
    } catch (StreamConstraintsException overLimit) {
      throw fault(
          "JSON is nested deeper than " + MAX_DEPTH + ", or a number or name in it is too long",
          overLimit.getLocation());
    } catch (JsonEOFException early) {
      throw fault("JSON ends early", early.getLocation());
    } catch (JsonProcessingException broken) {
      throw fault("not valid JSON", broken.getLocation());
    } catch (IOException impossible) {
      throw new UncheckedIOException("reading from memory failed", impossible);
    }
  }

  /**
   * Writes plain values as compact UTF-8.
   *
   * @throws IllegalArgumentException for a value that is none of the plain ones
   */
  public static byte[] write(Object value) {
    ByteArrayOutputStream text = new ByteArrayOutputStream(512);
    // JSON.asBytes would take buffers and never give them back
    try (JsonGenerator generator = FACTORY.createGenerator(text)) {
      PLAIN.write(plain(value), generator);
    } catch (IOException strange) {
      throw new IllegalArgumentException("not a plain JSON value", strange);
    }
    return text.toByteArray();
  }

  /**
   * Writes plain values with line breaks and indentation, for people.
   *
   * @throws IllegalArgumentException for a value that is none of the plain ones
   */
  public static String pretty(Object value) {
    try {
      return PRETTY.asString(plain(value));
    } catch (IOException strange) {
      throw new IllegalArgumentException("not a plain JSON value", strange);
    }
  }

  private static Object plain(Object value) {
    if (!isFinite(value)) {
      throw new IllegalArgumentException("JSON has no word for NaN and infinity");
    }
    return value;
  }

  private static String decode(byte[] text) {
    ByteBuffer bytes = ByteBuffer.wrap(text);
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(bytes)
          .toString();
    } catch (CharacterCodingException bad) {
      throw new JsonException("not valid UTF-8 after byte " + bytes.position(), 0, 0);
    }
  }

  // 1e999 reads as infinity, for which JSON has no word
  private static boolean isFinite(Object value) {
    return switch (value) {
      case Double number -> Double.isFinite(number);
      case Float number -> Float.isFinite(number);
      case Map<?, ?> map -> areFinite(map.values());
      case Collection<?> list -> areFinite(list);
      case null, default -> true;
    };
  }

  private static boolean areFinite(Collection<?> values) {
    for (Object value : values) {
      if (!isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  private static JsonException fault(String reason, JsonLocation where) {
    return where == null
        ? new JsonException(reason, 0, 0)
        : new JsonException(reason, where.getLineNr(), where.getColumnNr());
  }
}
