package org.carillon.core.porting;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.documents.Fields;
import org.carillon.core.numbers.Countries;
import org.carillon.core.numbers.CountryRequirements;
import org.carillon.core.numbers.NumberPool;
import org.carillon.core.numbers.PhoneNumbers;
import org.carillon.core.numbers.PortingRequirement;
import org.carillon.core.ports.Sealer;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberType;

/**
 * Checks a port-in by the guide's rules (N5), and seals the PIN of the losing carrier's account.
 */
public final class PortInInput {

  private static final String LETTER = "LETTER_OF_AGENCY";
  private static final String PIN = "AccountPin";

  private final NumberRequests requests;
  private final PhoneNumbers numbers;
  private final NumberPool pool;
  private final Sealer sealer;

  /** Against this inventory and this pool. */
  public PortInInput(
      NumberRequests requests, PhoneNumbers numbers, NumberPool pool, Sealer sealer) {
    this.requests = requests;
    this.numbers = numbers;
    this.pool = pool;
    this.sealer = sealer;
  }

  /**
   * A new request with its defaults.
   *
   * @throws ApiException {@link ErrorType#BAD_REQUEST} naming the member, {@link
   *     ErrorType#CONFLICT} for a number that is here already
   */
  Map<String, Object> checked(Map<String, Object> request, String requestId) {
    Map<String, Object> body = new LinkedHashMap<>(request);
    body.putIfAbsent("Country", "US");
    Fields fields = Fields.of(body, "request");
    String country = fields.text("Country");
    checkNumbers(fields.textList(NumberRequests.PHONE_NUMBERS), country);
    checkDate(fields.text("RequestedPortDate"));
    if (country.equals("US")) {
      for (String needed :
          List.of(
              "BillingTelephoneNumber", "AuthorizingPerson", "CustomerName", "ServiceAddress")) {
        need(fields, needed, "is needed to port numbers of the US.");
      }
    } else {
      checkAbroad(fields, country);
    }
    checkBillingNumber(fields);
    body.put("RequiredDocuments", requiredDocuments(fields, country));
    sealPin(body, requestId);
    return body;
  }

  /** Takes the PIN out of a body and puts it back sealed. */
  void sealPin(Map<String, Object> body, String requestId) {
    Object pin = body.remove(PIN);
    if (pin instanceof String text) {
      byte[] secret =
          sealer.seal(
              text.getBytes(StandardCharsets.UTF_8), "carillon port-in account PIN: " + requestId);
      body.put("SealedAccountPin", Base64.getEncoder().encodeToString(secret));
    }
    body.put("AccountPinSet", body.containsKey("SealedAccountPin"));
  }

  private void checkNumbers(List<String> e164s, String country) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < e164s.size(); i++) {
      String e164 = e164s.get(i);
      String member = NumberRequests.PHONE_NUMBERS + "[" + i + "]";
      if (!seen.add(e164)) {
        throw NumberRequests.bad(member, "listed twice.");
      }
      if (!Countries.of(e164).equals(Optional.of(country))) {
        throw NumberRequests.bad(
            member, e164 + " is not a number of " + country + ". Set Country, or ask apart.");
      }
      if (numbers.find(e164).isPresent()) {
        throw new ApiException(
            ErrorType.CONFLICT, member + ": " + e164 + " is in the inventory already.");
      }
      if (pool.has(e164)) {
        throw new ApiException(
            ErrorType.CONFLICT,
            member
                + ": "
                + e164
                + " is of a carrier of this installation. It needs no porting: order it.");
      }
    }
  }

  void checkDate(String date) {
    try {
      LocalDate today = LocalDate.ofInstant(requests.now(), ZoneOffset.UTC);
      if (LocalDate.parse(date).isAfter(today)) {
        return;
      }
    } catch (DateTimeException noDate) {
      throw NumberRequests.bad("RequestedPortDate", "no such day: " + date + ".");
    }
    throw NumberRequests.bad("RequestedPortDate", "a day that is to come.");
  }

  private static void checkAbroad(Fields fields, String country) {
    if (!fields.text("ProductType").equals("SipMediaApplicationDialIn")
        && !CountryRequirements.guide().productTypes(country).stream()
            .anyMatch(type -> type.toString().equals(fields.text("ProductType")))) {
      throw NumberRequests.bad(
          "ProductType", "numbers outside the US are for SipMediaApplicationDialIn only.");
    }
    need(fields, "EstimatedUsage", "is needed to port numbers outside the US.");
    if (porting(fields, country).filter(row -> !row.supported()).isPresent()) {
      throw NumberRequests.bad(
          "PhoneNumberType", "such numbers of " + country + " cannot be ported.");
    }
  }

  private static Optional<PortingRequirement> porting(Fields fields, String country) {
    return CountryRequirements.guide()
        .porting(country, PhoneNumberType.fromValue(fields.text("PhoneNumberType")));
  }

  private static List<String> requiredDocuments(Fields fields, String country) {
    List<String> documents = new ArrayList<>();
    documents.add(LETTER);
    porting(fields, country).ifPresent(row -> documents.addAll(row.documents()));
    return documents;
  }

  private static void checkBillingNumber(Fields fields) {
    Optional<String> billing = fields.optionalText("BillingTelephoneNumber");
    List<String> ported = fields.textList(NumberRequests.PHONE_NUMBERS);
    boolean portsBilling = billing.filter(ported::contains).isPresent();
    Optional<String> option = fields.optionalText("BillingNumberOption");
    Optional<String> replacement = fields.optionalText("NewBillingTelephoneNumber");
    if (portsBilling && option.isEmpty()) {
      throw NumberRequests.bad(
          "BillingNumberOption",
          "the billing number itself is ported: say what becomes of the account, REPLACE,"
              + " CLOSE_ACCOUNT or EACH_NUMBER_ITS_OWN.");
    }
    if (!portsBilling && option.isPresent()) {
      throw NumberRequests.bad(
          "BillingNumberOption", "is for requests that port the billing number itself.");
    }
    boolean replaces = option.filter("REPLACE"::equals).isPresent();
    if (replaces && replacement.filter(number -> !ported.contains(number)).isEmpty()) {
      throw NumberRequests.bad(
          "NewBillingTelephoneNumber",
          "REPLACE needs another number of the same account, which is not ported itself.");
    }
    if (!replaces && replacement.isPresent()) {
      throw NumberRequests.bad("NewBillingTelephoneNumber", "is for the option REPLACE.");
    }
  }

  private static void need(Fields fields, String member, String rule) {
    if (!fields.has(member)) {
      throw NumberRequests.bad(member, rule);
    }
  }

  static String letterOfAgency() {
    return LETTER;
  }
}
