package org.carillon.core.documents;

/** A document does not have the form its reader needs; the message names the field and the rule. */
public final class DocumentException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message the field and what it should be
   */
  public DocumentException(String message) {
    super(message);
  }
}
