package org.carillon.core.ports;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A secret text on its way to the place that needs it, still sealed. Whoever has the sealer opens
 * it at the last moment.
 *
 * @param text the sealed bytes in base64
 * @param context what it was sealed for
 */
public record SealedSecret(String text, String context) {

  /**
   * The secret text.
   *
   * @throws IllegalArgumentException when it was changed, or sealed with another key or context
   */
  public String open(Sealer sealer) {
    return new String(
        sealer.open(Base64.getDecoder().decode(text), context), StandardCharsets.UTF_8);
  }
}
