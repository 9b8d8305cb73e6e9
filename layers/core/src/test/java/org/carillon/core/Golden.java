package org.carillon.core;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.carillon.contract.Json;

/** JSON files beside the tests that say how a document looks on the wire. */
public final class Golden {

  private Golden() {}

  /** The document in a file of a test's package. */
  public static Map<String, Object> document(Class<?> test, String file) {
    try (InputStream text = test.getResourceAsStream(file)) {
      if (text == null) {
        throw new IllegalArgumentException("there is no file " + file + " beside " + test);
      }
      return Json.readObject(text.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
