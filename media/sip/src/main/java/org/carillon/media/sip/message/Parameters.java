package org.carillon.media.sip.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The {@code ;name=value} parameters of a URI or header field, in their order. Names compare
 * without case. Values are as written: escapes of URIs and quotes of header fields are kept.
 */
public final class Parameters {
  /** No parameters. */
  public static final Parameters NONE = new Parameters(List.of());

  private final List<String> pairs;

  private Parameters(List<String> pairs) {
    this.pairs = pairs;
  }

  /** A list of alternating names and values; a flag's value is the empty string with no '='. */
  static Parameters of(List<String> namesAndValues) {
    return namesAndValues.isEmpty() ? NONE : new Parameters(List.copyOf(namesAndValues));
  }

  /** The value; empty string for a flag; empty for an absent parameter. */
  public Optional<String> get(String name) {
    for (int i = 0; i < pairs.size(); i += 2) {
      if (pairs.get(i).equalsIgnoreCase(name)) {
        return Optional.of(pairs.get(i + 1));
      }
    }
    return Optional.empty();
  }

  public boolean has(String name) {
    return get(name).isPresent();
  }

  public int size() {
    return pairs.size() / 2;
  }

  /** The names in their order, as written. */
  public List<String> names() {
    List<String> names = new ArrayList<>(size());
    for (int i = 0; i < pairs.size(); i += 2) {
      names.add(pairs.get(i));
    }
    return names;
  }

  /** These parameters with one set or replaced; an empty value writes a flag. */
  public Parameters with(String name, String value) {
    List<String> next = new ArrayList<>(without(name).pairs);
    next.add(name);
    next.add(value);
    return of(next);
  }

  public Parameters without(String name) {
    if (!has(name)) {
      return this;
    }
    List<String> next = new ArrayList<>(pairs.size());
    for (int i = 0; i < pairs.size(); i += 2) {
      if (!pairs.get(i).equalsIgnoreCase(name)) {
        next.add(pairs.get(i));
        next.add(pairs.get(i + 1));
      }
    }
    return of(next);
  }

  void write(StringBuilder out) {
    for (int i = 0; i < pairs.size(); i += 2) {
      out.append(';').append(pairs.get(i));
      if (!pairs.get(i + 1).isEmpty()) {
        out.append('=').append(pairs.get(i + 1));
      }
    }
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    write(out);
    return out.toString();
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof Parameters that) || that.size() != size()) {
      return false;
    }
    for (int i = 0; i < pairs.size(); i += 2) {
      Optional<String> value = that.get(pairs.get(i));
      if (value.isEmpty() || !value.get().equalsIgnoreCase(pairs.get(i + 1))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int sum = 0;
    for (int i = 0; i < pairs.size(); i += 2) {
      sum += pairs.get(i).toLowerCase(Locale.ROOT).hashCode();
    }
    return sum;
  }
}
