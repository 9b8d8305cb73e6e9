package org.carillon.infra;

/** A setting of {@code carillon.yaml} that is wrong; the message names it and what is right. */
final class SettingException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  SettingException(String key, String wanted) {
    super(key + " is " + wanted + ".");
  }
}
