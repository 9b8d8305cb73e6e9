package org.carillon.core.routing;

/** Where an INVITE came from, as the node found out from its source address and host names. */
public sealed interface CallOrigin {

  /**
   * The public telephone network: a carrier's trunk.
   *
   * @param carrierId the carrier's id in the configuration; {@link #SIMULATED} for the simulated
   *     carrier of the local mode
   */
  record Carrier(String carrierId) implements CallOrigin {}

  /** The id of the simulated carrier (D6). */
  String SIMULATED = "simulated";

  /** The simulated carrier of the local mode. */
  static CallOrigin simulatedCarrier() {
    return new Carrier(SIMULATED);
  }
}
