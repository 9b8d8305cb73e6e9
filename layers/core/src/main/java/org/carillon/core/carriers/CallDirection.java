package org.carillon.core.carriers;

/** Which calls a carrier takes part in, seen from Carillon. */
public enum CallDirection {
  /** The carrier sends calls to us. */
  INBOUND,
  /** We send calls to the carrier. */
  OUTBOUND
}
