package org.carillon.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes valid documents of any shape from its model. A sample that a pattern needs stands in {@link
 * #PATTERN_SAMPLES}, chosen by hand: a generator that read the pattern would share our mistakes.
 */
final class Samples {

  private static final String GUID = "0f6a7b3c-1d2e-4f50-8a9b-0c1d2e3f4a5b";
  private static final String ARN =
      "arn:aws:chime:us-east-1:111122223333:vc/abcdef1ghij2klmno3pqr4";

  static final Map<String, String> PATTERN_SAMPLES =
      Map.ofEntries(
          Map.entry(".*", "any words"),
          Map.entry(".*\\S.*", "a b+c/d~é"),
          Map.entry("44100|48000", "48000"),
          Map.entry("[-_a-zA-Z0-9]*", "Token_1-abc"),
          Map.entry("[A-Z]{2}", "US"),
          Map.entry("[\\s\\w+-=\\.:/@]*", "a value"),
          Map.entry("[a-fA-F0-9]{8}(?:-[a-fA-F0-9]{4}){3}-[a-fA-F0-9]{12}", GUID),
          Map.entry("[a-zA-Z0-9 _.-]+", "A name_1.-"),
          Map.entry("^$|^[0-9]{3,3}$", "206"),
          Map.entry("^$|^[A-Z]{2,2}$", "US"),
          Map.entry("^$|^[a-zA-Z0-9 ]{0,30}$", "a session"),
          Map.entry("^$|^[a-zA-Z0-9 ]{2,15}$", "Calling name"),
          Map.entry(
              "^$|^[a-zA-Z0-9\\,\\.\\_\\-]+(\\s+[a-zA-Z0-9\\,\\.\\_\\-]+)*$", "Front desk, left"),
          Map.entry("^(?!.*?(.)\\1{3})[-_!@#$a-zA-Z0-9]*$", "tenant-1"),
          Map.entry("^([a-z]+-){2,}\\d+$", "us-east-1"),
          Map.entry("^8(00|33|44|55|66|77|88)$", "833"),
          Map.entry("^[0-9]+$", "91343852333181432392682062607743920146264190"),
          Map.entry("^[0-9a-zA-Z._-]+", "name_1.-"),
          Map.entry("^[A-Z_, ]+", "NAME, ADDRESS"),
          Map.entry("^[\\s0-9a-zA-Z'-]+", "don't know"),
          Map.entry("^[a-zA-Z+-=._:/]+$", "key:a"),
          Map.entry("^[a-zA-Z-,]+", "en-US,de-DE"),
          Map.entry("^[a-zA-Z0-9,-._]+", "words-1,words_2"),
          Map.entry("^\\+?[1-9]\\d{1,14}$", "+12065550100"),
          Map.entry("^\\+?[1-9]\\d{1,14}$|sips?:[!-~]{1,400}", "sip:bob@pbx.example.com"),
          Map.entry("^\\d{1,2}\\/\\d{1,2}$", "16/9"),
          Map.entry("^arn:.*", ARN),
          Map.entry("^arn[\\/\\:\\-\\_\\.a-zA-Z0-9]+$", ARN),
          Map.entry(
              "amzn1\\.application-oa2-client\\.[0-9a-fA-F]{32}",
              "amzn1.application-oa2-client.0123456789abcdef0123456789ABCDEF"),
          Map.entry(
              "arn:(aws[a-zA-Z-]*)?:lambda:[a-z]{2}((-gov)|(-iso(b?)))?-[a-z]+-\\d{1}:\\d{12}"
                  + ":function:[a-zA-Z0-9-_]+(:(\\$LATEST|[a-zA-Z0-9-_]+))?",
              "arn:aws:lambda:us-east-1:111122223333:function:hello:$LATEST"),
          Map.entry(
              "arn:[a-z\\d-]+:kinesisvideo:[a-z0-9-]+:[0-9]+:[a-z]+/[a-zA-Z0-9_.-]+/[0-9]+",
              "arn:aws:kinesisvideo:us-east-1:111122223333:stream/audio/1600000000000"));

  private final ApiModel model;
  private final boolean everyMember;

  /**
   * @param everyMember whether optional members are filled in too
   */
  Samples(ApiModel model, boolean everyMember) {
    this.model = model;
    this.everyMember = everyMember;
  }

  /** A valid document of an input or output; empty where the model has none. */
  @SuppressWarnings("unchecked")
  Map<String, Object> document(String shapeName) {
    return shapeName.isEmpty() ? Map.of() : (Map<String, Object>) sample(shapeName);
  }

  private Object sample(String shapeName) {
    Shape shape = model.shape(shapeName);
    int size = Math.max(shape.min() == null ? 0 : shape.min().intValue(), everyMember ? 1 : 0);
    return switch (shape.kind()) {
      case STRUCTURE -> {
        Map<String, Object> document = new LinkedHashMap<>();
        shape
            .members()
            .forEach(
                (name, member) -> {
                  boolean inPath = member.location() == Shape.Location.URI;
                  if (everyMember || inPath || shape.required().contains(name)) {
                    document.put(name, sample(member.shape()));
                  }
                });
        yield document;
      }
      case LIST -> {
        List<Object> document = new ArrayList<>();
        for (int i = 0; i < size; i++) {
          document.add(sample(shape.element()));
        }
        yield document;
      }
      case MAP -> everyMember ? Map.of("a key", sample(shape.element())) : Map.of();
      case STRING -> string(shape);
      case INTEGER -> shape.min() == null ? (Object) 7 : shape.min().intValue();
      case FLOAT -> 0.87d;
      case BOOLEAN -> true;
      case TIMESTAMP -> "2026-01-02T03:04:05.678Z";
    };
  }

  private static String string(Shape shape) {
    if (!shape.choices().isEmpty()) {
      return shape.choices().getLast();
    }
    if (shape.pattern() != null) {
      String sample = PATTERN_SAMPLES.get(shape.pattern().text());
      if (sample == null) {
        throw new AssertionError("no sample for the pattern " + shape.pattern().text());
      }
      return sample;
    }
    return "text \"1\" +é";
  }
}
