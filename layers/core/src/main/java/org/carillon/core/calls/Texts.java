package org.carillon.core.calls;

/** Foreign text made fit for a log line. */
final class Texts {

  private Texts() {}

  /** At most so many characters of a text, on one line. */
  static String excerpt(String text, int most) {
    String cut = text.length() <= most ? text : text.substring(0, most) + "...";
    return cut.replaceAll("\\p{Cntrl}+", " ");
  }
}
