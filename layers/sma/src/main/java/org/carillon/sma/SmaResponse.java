package org.carillon.sma;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a function answers. Immutable.
 *
 * @param actions what is to be done; empty: what runs goes on
 * @param transactionAttributes what is given back with each later event of the call, in place of
 *     what was given before; empty: that stays
 */
public record SmaResponse(
    List<SmaAction> actions, Optional<Map<String, Object>> transactionAttributes) {

  /** Most actions of a response. */
  public static final int MAX_ACTIONS = 10;

  /** Most attributes of a call. */
  public static final int MAX_ATTRIBUTES = 100;

  /** Most bytes of all attributes as JSON. */
  public static final int MAX_ATTRIBUTE_BYTES = 20 * 1024;

  public SmaResponse {
    actions = List.copyOf(actions);
    transactionAttributes =
        transactionAttributes.map(map -> Collections.unmodifiableMap(new LinkedHashMap<>(map)));
    Checks.that(
        actions.size() <= MAX_ACTIONS,
        "SmaResponse",
        "has at most " + MAX_ACTIONS + " actions, not " + actions.size());
    transactionAttributes.ifPresent(SmaResponse::check);
  }

  private static void check(Map<String, Object> attributes) {
    Checks.that(
        attributes.size() <= MAX_ATTRIBUTES,
        "SmaResponse",
        "has at most " + MAX_ATTRIBUTES + " TransactionAttributes, not " + attributes.size());
    int bytes = json(attributes).length;
    Checks.that(
        bytes <= MAX_ATTRIBUTE_BYTES,
        "SmaResponse",
        "has TransactionAttributes of at most " + MAX_ATTRIBUTE_BYTES + " bytes, not " + bytes);
  }

  /** These actions, one after the other. */
  public static SmaResponse of(SmaAction... actions) {
    return new SmaResponse(List.of(actions), Optional.empty());
  }

  /** Nothing to do. */
  public static SmaResponse none() {
    return of();
  }

  /** The same, and one more action. */
  public SmaResponse then(SmaAction action) {
    List<SmaAction> more = new ArrayList<>(actions);
    more.add(action);
    return new SmaResponse(more, transactionAttributes);
  }

  /** The same with these attributes and no others. */
  public SmaResponse attributes(Map<String, ?> attributes) {
    return new SmaResponse(actions, Optional.of(new LinkedHashMap<>(attributes)));
  }

  /** As a Lambda handler returns it. */
  public Map<String, Object> toDocument() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("SchemaVersion", "1.0");
    if (!actions.isEmpty()) { // an empty list would end what runs
      document.put("Actions", actions.stream().map(SmaAction::toDocument).toList());
    }
    transactionAttributes.ifPresent(map -> document.put("TransactionAttributes", map));
    return document;
  }

  /** As UTF-8 JSON. */
  public byte[] toJson() {
    return json(toDocument());
  }

  private static byte[] json(Object value) {
    try {
      return JSON.std.asBytes(value);
    } catch (IOException broken) {
      throw new UncheckedIOException("TransactionAttributes hold what JSON cannot", broken);
    }
  }
}
