package org.carillon.core.connectors.proxy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.numbers.Countries;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateProxySessionRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GeoMatchLevel;
import software.amazon.awssdk.services.chimesdkvoice.model.GeoMatchParams;
import software.amazon.awssdk.services.chimesdkvoice.model.NumberSelectionBehavior;
import software.amazon.awssdk.services.chimesdkvoice.model.Proxy;

/**
 * Which of a connector's numbers suit a proxy session, the best first (V13). {@code GeoMatchParams}
 * say what the number must be, {@code GeoMatchLevel} and {@code NumberSelectionBehavior} what is
 * liked; the rest is by chance, so that sessions spread over the numbers.
 */
final class ProxyNumberChoice {

  private static final int AREA_CODE_START = 2; // after +1
  private static final int AREA_CODE_END = 5;

  private final Proxy proxy;
  private final CreateProxySessionRequest request;
  private final String firstParticipant;
  private final Optional<String> lastNumber;

  /**
   * For one session.
   *
   * @param firstParticipant the number to be near to, E.164
   * @param lastNumber the number that the same two people had last
   */
  ProxyNumberChoice(
      Proxy proxy,
      CreateProxySessionRequest request,
      String firstParticipant,
      Optional<String> lastNumber) {
    this.proxy = proxy;
    this.request = request;
    this.firstParticipant = firstParticipant;
    this.lastNumber = lastNumber;
  }

  /**
   * Checks what is asked.
   *
   * @throws ApiException {@link ErrorType#BAD_REQUEST} naming the member
   */
  void check() {
    GeoMatchParams params = request.geoMatchParams();
    if (params != null && !proxy.phoneNumberCountries().contains(params.country())) {
      throw new ApiException(
          ErrorType.BAD_REQUEST,
          "GeoMatchParams.Country: one of the proxy's countries, "
              + String.join(", ", proxy.phoneNumberCountries())
              + ".");
    }
  }

  /** Those of the numbers that suit, the best first. */
  List<String> inOrder(List<String> numbers) {
    List<String> good = new ArrayList<>(numbers.stream().filter(this::suits).toList());
    Collections.shuffle(good);
    good.sort(Comparator.comparingInt(this::penalty));
    return good;
  }

  private boolean suits(String number) {
    String country = Countries.of(number).orElse("");
    GeoMatchParams params = request.geoMatchParams();
    if (!proxy.phoneNumberCountries().contains(country)) {
      return false;
    }
    return params == null
        || (country.equals(params.country())
            && (params.areaCode().isEmpty() || areaCode(number).equals(params.areaCode())));
  }

  /** Being near to the first participant counts more than being known. */
  private int penalty(String number) {
    int far =
        request.geoMatchLevel() == GeoMatchLevel.AREA_CODE
            ? unequal(areaCode(number), areaCode(firstParticipant))
            : unequal(Countries.of(number), Countries.of(firstParticipant));
    boolean isLast = lastNumber.filter(number::equals).isPresent();
    boolean wantsLast = request.numberSelectionBehavior() != NumberSelectionBehavior.AVOID_STICKY;
    int stranger = lastNumber.isPresent() && isLast != wantsLast ? 1 : 0;
    return 2 * far + stranger;
  }

  private static int unequal(Object one, Object other) {
    return one.equals(other) ? 0 : 1;
  }

  /** The area code of a number of the North American plan; empty elsewhere. */
  private static String areaCode(String number) {
    boolean isNorthAmerican = number.startsWith("+1") && number.length() > AREA_CODE_END;
    return isNorthAmerican ? number.substring(AREA_CODE_START, AREA_CODE_END) : "";
  }
}
