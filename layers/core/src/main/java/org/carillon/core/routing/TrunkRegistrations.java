package org.carillon.core.routing;

import java.util.List;
import org.carillon.core.carriers.Carriers;
import org.carillon.core.carriers.TrunkAuthentication;

/**
 * The trunks of carriers that want us to register (D6, RFC 3261 section 10). Read anew each time.
 */
public final class TrunkRegistrations {

  private final Carriers carriers;

  /** Of these carriers. */
  public TrunkRegistrations(Carriers carriers) {
    this.carriers = carriers;
  }

  /**
   * Where to register, with which user and password.
   *
   * @throws org.carillon.core.ports.PortUnavailableException when the carriers cannot be read
   */
  public List<TrunkTarget> wanted() {
    return carriers.all().stream()
        .filter(carrier -> !carrier.disabled())
        .flatMap(
            carrier ->
                carrier.trunks().stream()
                    .filter(trunk -> trunk.authentication() == TrunkAuthentication.REGISTRATION)
                    .map(trunk -> TrunkTargets.of(carrier, trunk)))
        .toList();
  }
}
