package org.carillon.contract;

import java.util.List;

/**
 * A member of an operation's input, for those who build a request out of what a person types.
 *
 * @param name the member's name in the model
 * @param required whether a request needs it
 * @param place where it travels
 * @param wireName its name there
 * @param kind what its value is
 * @param choices the values of an enumeration; empty for others
 */
public record InputMember(
    String name, boolean required, Place place, String wireName, Kind kind, List<String> choices) {

  /** Where a member travels. */
  public enum Place {
    BODY,
    PATH,
    QUERY,
    HEADER
  }

  /** What a person types for it. */
  public enum Kind {
    /** The text as it is; also timestamps. */
    TEXT,
    NUMBER,
    BOOLEAN,
    /** Several texts. */
    TEXTS,
    /** JSON. */
    DOCUMENT
  }

  static InputMember of(ApiModel model, Shape input, Shape.Member member) {
    Shape shape = model.shape(member.shape());
    return new InputMember(
        member.name(),
        input.required().contains(member.name()),
        switch (member.location()) {
          case BODY -> Place.BODY;
          case URI -> Place.PATH;
          case QUERYSTRING -> Place.QUERY;
          case HEADER -> Place.HEADER;
        },
        member.locationName(),
        kind(model, shape),
        shape.choices());
  }

  private static Kind kind(ApiModel model, Shape shape) {
    return switch (shape.kind()) {
      case STRING, TIMESTAMP -> Kind.TEXT;
      case INTEGER, FLOAT -> Kind.NUMBER;
      case BOOLEAN -> Kind.BOOLEAN;
      case STRUCTURE, MAP -> Kind.DOCUMENT;
      case LIST ->
          model.shape(shape.element()).kind() == Shape.Kind.STRING ? Kind.TEXTS : Kind.DOCUMENT;
    };
  }
}
