package org.carillon.core.timeline;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.carillon.core.documents.Fields;

/**
 * One thing that happened on a call.
 *
 * @param at when
 * @param part which part of the house it happened in
 * @param leg {@code A} for the call's first leg, {@code B} for the second; empty for the whole call
 * @param flow which way it went, seen from Carillon
 * @param text what, one line of at most {@value #MAX_TEXT} characters, no secret
 * @param millis how long it took, in milliseconds, where that is of interest
 */
public record TimelineEntry(
    Instant at, Part part, String leg, Flow flow, String text, OptionalLong millis) {

  /** Longest text, in characters; a longer one is cut. */
  public static final int MAX_TEXT = 300;

  /** Where something happened. */
  public enum Part {
    SIP,
    ROUTING,
    FUNCTION,
    MEDIA,
    RECORD
  }

  /** Which way something went. */
  public enum Flow {
    /** To Carillon. */
    IN,
    /** From Carillon. */
    OUT,
    /** Neither: it happened inside. */
    NONE
  }

  public TimelineEntry {
    text = oneLine(text);
  }

  /** Texts of peers and functions: a control character must not draw on somebody's terminal. */
  private static String oneLine(String text) {
    String cut = text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT - 3) + "...";
    StringBuilder clean = new StringBuilder(cut.length());
    for (int i = 0; i < cut.length(); i++) {
      char c = cut.charAt(i);
      clean.append(Character.isISOControl(c) ? ' ' : c);
    }
    return clean.toString();
  }

  /** About how many characters it holds. */
  int weight() {
    return 100 + text.length();
  }

  Map<String, Object> toDocument() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("At", at.toString());
    document.put("Part", part.name());
    document.put("Leg", leg);
    document.put("Flow", flow.name());
    document.put("Text", text);
    millis.ifPresent(value -> document.put("Millis", value));
    return document;
  }

  static TimelineEntry fromDocument(Fields fields) {
    Object millis = fields.has("Millis") ? fields.wholeNumber("Millis") : null;
    return new TimelineEntry(
        Instant.parse(fields.text("At")),
        fields.constant("Part", Part.class),
        fields.text("Leg"),
        fields.constant("Flow", Flow.class),
        fields.text("Text"),
        millis instanceof Long value ? OptionalLong.of(value) : OptionalLong.empty());
  }
}
