package org.carillon.media.sip.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The {@code ;name=value} parameters of a URI or header field, in their order. Names compare
 * without case. Values are as written: escapes of URIs and quotes of header fields are kept.
 */
public final class Parameters {
  /** No parameters. */
  public static final Parameters NONE = new Parameters(new String[0]);

  private final String[] pairs;

  private Parameters(String[] pairs) {
    this.pairs = pairs;
  }

  /** Collects parameters while they are read; a flag's value is the empty string. */
  static final class Builder {
    private String[] pairs = new String[8];
    private int length;

    void add(String name, String value) {
      if (length == pairs.length) {
        pairs = Arrays.copyOf(pairs, length * 2);
      }
      pairs[length++] = name;
      pairs[length++] = value;
    }

    int size() {
      return length / 2;
    }

    Parameters build() {
      return length == 0 ? NONE : new Parameters(Arrays.copyOf(pairs, length));
    }
  }

  /** The value; empty string for a flag; empty for an absent parameter. */
  public Optional<String> get(String name) {
    int at = find(name);
    return at < 0 ? Optional.empty() : Optional.of(pairs[at + 1]);
  }

  /** Whether there is such a parameter, with or without value. */
  public boolean has(String name) {
    return find(name) >= 0;
  }

  private int find(String name) {
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i].equalsIgnoreCase(name)) {
        return i;
      }
    }
    return -1;
  }

  /** How many parameters there are. */
  public int size() {
    return pairs.length / 2;
  }

  /** The names in their order, as written. */
  public List<String> names() {
    List<String> names = new ArrayList<>(size());
    for (int i = 0; i < pairs.length; i += 2) {
      names.add(pairs[i]);
    }
    return names;
  }

  /** These parameters with one set or replaced; an empty value writes a flag. */
  public Parameters with(String name, String value) {
    String[] others = without(name).pairs;
    String[] next = Arrays.copyOf(others, others.length + 2);
    next[others.length] = name;
    next[others.length + 1] = value;
    return new Parameters(next);
  }

  /** These parameters without one. */
  public Parameters without(String name) {
    if (find(name) < 0) {
      return this;
    }
    Builder rest = new Builder();
    for (int i = 0; i < pairs.length; i += 2) {
      if (!pairs[i].equalsIgnoreCase(name)) {
        rest.add(pairs[i], pairs[i + 1]);
      }
    }
    return rest.build();
  }

  void write(StringBuilder out) {
    for (int i = 0; i < pairs.length; i += 2) {
      out.append(';').append(pairs[i]);
      if (!pairs[i + 1].isEmpty()) {
        out.append('=').append(pairs[i + 1]);
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
    for (int i = 0; i < pairs.length; i += 2) {
      int theirs = that.find(pairs[i]);
      if (theirs < 0 || !that.pairs[theirs + 1].equalsIgnoreCase(pairs[i + 1])) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int sum = 0;
    for (int i = 0; i < pairs.length; i += 2) {
      sum += pairs[i].toLowerCase(Locale.ROOT).hashCode();
    }
    return sum;
  }
}
