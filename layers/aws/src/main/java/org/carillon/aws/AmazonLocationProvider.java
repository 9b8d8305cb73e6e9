package org.carillon.aws;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.core.ports.AddressValidator;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.geoplaces.GeoPlacesClient;

/**
 * Emergency addresses by Amazon Location, when {@code CARILLON_ADDRESSES} is {@code
 * amazon-location}: it knows streets and house numbers, and costs by the address. Credentials and
 * region come from the SDK's default chains. The client lives as long as the process.
 */
public final class AmazonLocationProvider implements AddressValidator.Provider {

  private static final String VARIABLE = "CARILLON_ADDRESSES";
  private static final String AMAZON_LOCATION = "amazon-location";

  /** For the service loader. */
  public AmazonLocationProvider() {}

  @Override
  public Optional<AddressValidator> from(Map<String, String> environment) {
    String wanted = environment.getOrDefault(VARIABLE, "");
    if (!List.of("", "tables", AMAZON_LOCATION).contains(wanted)) {
      throw new IllegalStateException(
          VARIABLE + " is tables or " + AMAZON_LOCATION + ", not: " + wanted);
    }
    if (!wanted.equals(AMAZON_LOCATION)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new AmazonLocationAddresses(
              GeoPlacesClient.builder()
                  .httpClientBuilder(UrlConnectionHttpClient.builder())
                  .build()));
    } catch (SdkClientException e) {
      throw new IllegalStateException(
          "The client of Amazon Location cannot be made (" + e.getMessage() + "). Set AWS_REGION.",
          e);
    }
  }
}
