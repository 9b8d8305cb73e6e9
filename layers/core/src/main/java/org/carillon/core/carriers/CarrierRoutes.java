package org.carillon.core.carriers;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.carillon.core.Weighted;

/**
 * Which carrier takes which call (D6): plain data, made of all carriers once and asked for many
 * calls. Immutable.
 */
public final class CarrierRoutes {

  private final List<Carrier> outbound;
  private final Map<SourceNetwork, InboundSource> sources = new HashMap<>();

  /** The routes of these carriers; disabled ones take no call. */
  public CarrierRoutes(List<Carrier> carriers) {
    this.outbound =
        carriers.stream().filter(carrier -> carrier.takes(CallDirection.OUTBOUND)).toList();
    for (Carrier carrier : carriers) {
      if (carrier.takes(CallDirection.INBOUND)) {
        for (Trunk trunk : carrier.trunks()) {
          for (String source : trunk.sourceAddresses()) {
            SourceNetwork.of(source)
                .ifPresent(network -> sources.put(network, new InboundSource(carrier, trunk)));
          }
        }
      }
    }
  }

  /**
   * A carrier and the trunk of it that a call is to try.
   *
   * @param trunk empty for the simulated carrier, which the media node plays itself
   */
  public record OutboundTrunk(Carrier carrier, Optional<Trunk> trunk) {}

  /** The carrier and the trunk that a call came from. */
  public record InboundSource(Carrier carrier, Trunk trunk) {}

  /**
   * The trunks for a call, in the order to try them: carriers by the longest prefix of theirs that
   * the number starts with (a country counts less than a prefix, "everything" less than a country),
   * then by priority; of one priority by chance, as their weights say; then each carrier's trunks
   * by priority and weight.
   *
   * @param e164 the called number
   * @param random decides among equals
   * @return empty when no carrier takes it
   */
  public List<OutboundTrunk> outbound(String e164, RandomGenerator random) {
    record Fitting(Carrier carrier, int fit) {}
    List<Fitting> fitting = new ArrayList<>();
    for (Carrier carrier : Weighted.order(outbound, Carrier::weight, random)) {
      carrier.fit(e164).ifPresent(fit -> fitting.add(new Fitting(carrier, fit)));
    }
    fitting.sort(
        Comparator.<Fitting>comparingInt(f -> -f.fit())
            .thenComparingInt(f -> f.carrier().priority()));
    return trunks(fitting.stream().map(Fitting::carrier).toList(), random);
  }

  /**
   * The trunks for a call to the emergency services of a country, in the order to try them: those
   * of carriers that take emergency calls, whatever their prefixes, since no prefix fits such a
   * number. A carrier with countries takes those of its countries.
   *
   * @param country ISO 3166-1 code
   */
  public List<OutboundTrunk> emergency(String country, RandomGenerator random) {
    List<Carrier> able =
        Weighted.order(outbound, Carrier::weight, random).stream()
            .filter(carrier -> carrier.takesEmergenciesOf(country))
            .sorted(Comparator.comparingInt(Carrier::priority))
            .toList();
    return trunks(able, random);
  }

  /** The carrier that a call from this address is of, by the narrowest network that holds it. */
  public Optional<InboundSource> inbound(InetAddress source) {
    for (SourceNetwork network : SourceNetwork.around(source)) {
      InboundSource found = sources.get(network);
      if (found != null) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  private static List<OutboundTrunk> trunks(List<Carrier> carriers, RandomGenerator random) {
    List<OutboundTrunk> trunks = new ArrayList<>();
    for (Carrier carrier : carriers) {
      if (carrier.trunks().isEmpty()) {
        trunks.add(new OutboundTrunk(carrier, Optional.empty()));
      }
      Weighted.order(carrier.trunks(), Trunk::weight, random).stream()
          .sorted(Comparator.comparingInt(Trunk::priority))
          .forEach(trunk -> trunks.add(new OutboundTrunk(carrier, Optional.of(trunk))));
    }
    return trunks;
  }
}
