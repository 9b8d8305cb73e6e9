package org.carillon.core.metrics;

/** A side of a call, as the guide sees it from the connector. */
public enum CallSide {
  /** The customer's telephone system, at the connector's trunk. */
  CUSTOMER("cust"),
  /** The other end: the telephone network. */
  REMOTE("rem");

  private final String logWord;

  CallSide(String logWord) {
    this.logWord = logWord;
  }

  /** The word in the field names of the media metric log. */
  String logWord() {
    return logWord;
  }
}
