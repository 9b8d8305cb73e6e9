package org.carillon.core.access.policy;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What conditions and variables of policies can ask of a request: condition keys, whose names are
 * the same in any case, with their values. Immutable.
 */
public final class RequestContext {

  private final Map<String, List<String>> values;

  private RequestContext(Map<String, List<String>> values) {
    this.values = values;
  }

  /** The values of a key; none when the request does not have it. */
  List<String> values(String key) {
    return values.getOrDefault(key.toLowerCase(Locale.ROOT), List.of());
  }

  /** The value of a key that has one. */
  Optional<String> single(String key) {
    List<String> all = values(key);
    return all.size() == 1 ? Optional.of(all.getFirst()) : Optional.empty();
  }

  /** A context to be filled. */
  public static Builder builder() {
    return new Builder();
  }

  /** This context with more keys. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.values.putAll(values);
    return builder;
  }

  /** Collects the keys of a request. Used by one thread. */
  public static final class Builder {
    private final Map<String, List<String>> values = new HashMap<>();

    private Builder() {}

    /** A key with one value; an empty value counts as no such key. */
    public Builder put(String key, String value) {
      return value.isEmpty() ? this : put(key, List.of(value));
    }

    /** A key with its values; without values it counts as not there. */
    public Builder put(String key, List<String> all) {
      if (!all.isEmpty()) {
        values.put(key.toLowerCase(Locale.ROOT), List.copyOf(all));
      }
      return this;
    }

    /** Tags as keys {@code PREFIX/TAGKEY}; a tag with an empty value is there all the same. */
    public Builder putTags(String prefix, Map<String, String> tags) {
      tags.forEach((key, value) -> put(prefix + "/" + key, List.of(value)));
      return this;
    }

    /** The context. */
    public RequestContext build() {
      return new RequestContext(Map.copyOf(values));
    }
  }
}
