package org.carillon.aws;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.carillon.core.addresses.UsReference;
import org.carillon.core.ports.AddressValidator;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.geoplaces.GeoPlacesClient;
import software.amazon.awssdk.services.geoplaces.model.Address;
import software.amazon.awssdk.services.geoplaces.model.GeocodeIntendedUse;
import software.amazon.awssdk.services.geoplaces.model.GeocodeResultItem;
import software.amazon.awssdk.services.geoplaces.model.PlaceType;

/**
 * Address validation by Amazon Location: it knows the streets and the house numbers. What is no
 * building's address at all is told by our own tables, without asking.
 */
final class AmazonLocationAddresses implements AddressValidator {

  // Amazon Location calls a match perfect at 1; rounding aside
  private static final double PERFECT = 0.99;
  // below this more than a slip in one part differs
  private static final double CLOSE = 0.9;
  private static final int MAX_CANDIDATES = 5;

  private final GeoPlacesClient places;
  private final AddressValidator tables = new UsReference();

  AmazonLocationAddresses(GeoPlacesClient places) {
    this.places = places;
  }

  @Override
  public Outcome validate(Entered entered) {
    Optional<Civic> asked = UsReference.standard(entered);
    if (asked.isEmpty()) {
      Outcome told = tables.validate(entered);
      return new Outcome(Verdict.INVALID, Optional.empty(), told.candidates());
    }
    List<GeocodeResultItem> found = find(asked.get());
    Optional<GeocodeResultItem> best = found.stream().findFirst();
    double score = best.map(AmazonLocationAddresses::score).orElse(0.0);
    Optional<Civic> address = best.flatMap(AmazonLocationAddresses::civic);
    boolean houseMoved =
        best.map(item -> Boolean.TRUE.equals(item.addressNumberCorrected())).orElse(false);
    if (address.isPresent() && score >= CLOSE && !houseMoved) {
      return new Outcome(score >= PERFECT ? Verdict.VALID : Verdict.CORRECTED, address, List.of());
    }
    return new Outcome(
        Verdict.INVALID,
        Optional.empty(),
        found.stream().map(AmazonLocationAddresses::civic).flatMap(Optional::stream).toList());
  }

  private List<GeocodeResultItem> find(Civic asked) {
    try {
      return places
          .geocode(
              r ->
                  r.queryComponents(
                          q ->
                              q.addressNumber(asked.streetNumber())
                                  .street(asked.streetInfo())
                                  .locality(asked.city())
                                  .region(asked.state())
                                  .postalCode(asked.postalCode())
                                  .country("USA"))
                      .filter(f -> f.includeCountries("USA"))
                      .maxResults(MAX_CANDIDATES)
                      .language("en")
                      // a right address is kept, which is another price than looking once
                      .intendedUse(GeocodeIntendedUse.STORAGE))
          .resultItems();
    } catch (SdkException e) {
      throw AwsErrors.unavailable("the address cannot be validated by Amazon Location", e);
    }
  }

  private static double score(GeocodeResultItem item) {
    return item.matchScores() == null || item.matchScores().overall() == null
        ? 0
        : item.matchScores().overall();
  }

  /** A house as we write it; places that are no houses are none. */
  private static Optional<Civic> civic(GeocodeResultItem item) {
    Address address = item.address();
    if (item.placeType() != PlaceType.POINT_ADDRESS
        || address == null
        || address.region() == null
        || Stream.of(
                address.addressNumber(),
                address.street(),
                address.locality(),
                address.region().code(),
                address.postalCode())
            .anyMatch(Objects::isNull)) {
      return Optional.empty();
    }
    return UsReference.standard(
        new Entered(
            address.addressNumber(),
            address.street(),
            address.locality(),
            address.region().code(),
            address.postalCode()));
  }
}
