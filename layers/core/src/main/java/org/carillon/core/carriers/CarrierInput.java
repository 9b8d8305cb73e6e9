package org.carillon.core.carriers;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.documents.Fields;

/**
 * Reads a carrier out of a request, and refuses by member what the model cannot tell. Members that
 * are not given stay as they were.
 */
final class CarrierInput {

  private static final Pattern HOST_NAME =
      Pattern.compile(
          "(?=.{1,253}$)([a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\\.)*"
              + "[a-zA-Z]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?");

  private final Carriers carriers;

  CarrierInput(Carriers carriers) {
    this.carriers = carriers;
  }

  /**
   * The carrier as the request wants it.
   *
   * @param before as it is, with defaults for a new one; its trunks keep their passwords when the
   *     request gives none
   */
  Carrier read(Fields request, Carrier before) {
    Carrier after =
        new Carrier(
            before.carrierId(),
            request.optionalText("Name").orElse(before.name()),
            request.has("Directions")
                ? directions(request.textList("Directions"))
                : before.directions(),
            request.has("Countries")
                ? distinct("Countries", request.textList("Countries"))
                : before.countries(),
            request.has("Prefixes")
                ? distinct("Prefixes", request.textList("Prefixes"))
                : before.prefixes(),
            request.integer("Priority", before.priority()),
            request.integer("Weight", before.weight()),
            request.flag("EmergencyCalling", before.emergencyCalling()),
            request.flag("Disabled", before.disabled()),
            before.builtIn(),
            request.has("Trunks") ? trunks(request, before) : before.trunks(),
            before.created(),
            carriers.now());
    check(after);
    return after;
  }

  private static Set<CallDirection> directions(List<String> names) {
    return CarrierDocuments.directions(distinct("Directions", names));
  }

  private static List<String> distinct(String member, List<String> values) {
    Set<String> seen = new HashSet<>();
    for (String value : values) {
      if (!seen.add(value)) {
        throw bad(member, value + " is listed twice.");
      }
    }
    return values;
  }

  private List<Trunk> trunks(Fields request, Carrier before) {
    List<Trunk> trunks = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Fields trunk : request.documents("Trunks")) {
      String path = "Trunks[" + trunks.size() + "]";
      if (!names.add(trunk.text("Name"))) {
        throw bad(path + ".Name", trunk.text("Name") + " is the name of another trunk.");
      }
      trunks.add(trunk(trunk, path, before));
    }
    return trunks;
  }

  private Trunk trunk(Fields trunk, String path, Carrier before) {
    String name = trunk.text("Name");
    String host = trunk.text("Host");
    boolean literal = isUsableAddress(host, path);
    Transport transport =
        Transport.valueOf(trunk.optionalText("Transport").orElse(Transport.UDP.name()));
    TrunkAuthentication authentication =
        TrunkAuthentication.valueOf(
            trunk.optionalText("Authentication").orElse(TrunkAuthentication.IP_TRUST.name()));
    Optional<String> username = trunk.optionalText("Username");
    Optional<String> sealedPassword = password(trunk, path, before, authentication);
    List<String> sources = new ArrayList<>();
    for (String source : trunk.textList("SourceAddresses")) {
      sources.add(
          SourceNetwork.of(source)
              .filter(SourceNetwork::isUsable)
              .orElseThrow(
                  () ->
                      bad(
                          path + ".SourceAddresses",
                          source
                              + " is not an address or a network, such as 192.0.2.10 or"
                              + " 192.0.2.0/24. Multicast and link-local addresses do not count."))
              .text());
    }
    if (sources.isEmpty() && literal) {
      SourceNetwork.of(host).ifPresent(own -> sources.add(own.text()));
    }
    return new Trunk(
        name,
        host,
        trunk.integer("Port", transport.defaultPort()),
        transport,
        authentication,
        username,
        sealedPassword,
        trunk.integer("Priority", 1),
        trunk.integer("Weight", 1),
        distinct(path + ".SourceAddresses", sources));
  }

  /** Whether it is an address; a name is checked for its form. */
  private static boolean isUsableAddress(String host, String path) {
    if (SourceNetwork.literal(host).isEmpty()) {
      if (!HOST_NAME.matcher(host).matches()) {
        throw bad(path + ".Host", "an address or a host name, such as sip.carrier.example.");
      }
      return false;
    }
    if (SourceNetwork.of(host).filter(SourceNetwork::isUsable).isEmpty()) {
      throw bad(path + ".Host", "an address of one host, not a multicast or link-local one.");
    }
    return true;
  }

  private Optional<String> password(
      Fields trunk, String path, Carrier before, TrunkAuthentication authentication) {
    Optional<String> username = trunk.optionalText("Username");
    Optional<String> password = trunk.optionalText("Password");
    if (!authentication.needsCredentials()) {
      if (username.isPresent() || password.isPresent()) {
        throw bad(
            path + ".Username",
            "a trunk of IP_TRUST has no credentials. Set Authentication to DIGEST or"
                + " REGISTRATION, or leave them out.");
      }
      return Optional.empty();
    }
    if (username.isEmpty()) {
      throw bad(path + ".Username", "is needed for " + authentication + ".");
    }
    if (password.isPresent()) {
      return Optional.of(
          carriers.seal(before.carrierId(), trunk.text("Name"), password.orElseThrow()));
    }
    return before.trunks().stream()
        .filter(known -> known.name().equals(trunk.text("Name")))
        .filter(known -> known.username().equals(username))
        .findFirst()
        .flatMap(Trunk::sealedPassword)
        .or(
            () -> {
              throw bad(
                  path + ".Password",
                  "is needed for "
                      + authentication
                      + ". Only a trunk that keeps its name and user name keeps its password.");
            });
  }

  private static void check(Carrier carrier) {
    Set<String> sources = new TreeSet<>();
    int index = 0;
    for (Trunk trunk : carrier.trunks()) {
      if (carrier.directions().contains(CallDirection.INBOUND)
          && trunk.sourceAddresses().isEmpty()) {
        throw bad(
            "Trunks[" + index + "].SourceAddresses",
            "give the addresses that calls of this carrier come from: its host is a name, and"
                + " names are not looked up for each call.");
      }
      for (String source : trunk.sourceAddresses()) {
        if (!sources.add(source)) {
          throw bad(
              "Trunks[" + index + "].SourceAddresses",
              source + " is a source of another trunk of this carrier.");
        }
      }
      index++;
    }
    if (sources.size() > Carriers.MAX_SOURCES) {
      throw bad(
          "Trunks", "a carrier has at most " + Carriers.MAX_SOURCES + " source addresses in all.");
    }
    if (carrier.emergencyCalling() && !carrier.directions().contains(CallDirection.OUTBOUND)) {
      throw bad("EmergencyCalling", "needs the direction OUTBOUND.");
    }
  }

  private static ApiException bad(String member, String rule) {
    return new ApiException(ErrorType.BAD_REQUEST, member + ": " + rule);
  }
}
