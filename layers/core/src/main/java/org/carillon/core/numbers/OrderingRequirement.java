package org.carillon.core.numbers;

import java.util.List;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberType;

/**
 * A row of the guide's tables of what ordering a number asks for (N3).
 *
 * @param country two letters
 * @param countryName in English
 * @param productTypes what its numbers can be used for
 * @param type the type under which the API has such numbers
 * @param kind what the guide calls them, such as {@code National}
 * @param prefixes what their numbers start with, in E.164 form; empty for all others of the type
 * @param identificationRequired whether the buyer must be known: then they are not for self-service
 * @param documents what to show
 * @param notes what else holds
 */
public record OrderingRequirement(
    String country,
    String countryName,
    List<PhoneNumberProductType> productTypes,
    PhoneNumberType type,
    String kind,
    List<String> prefixes,
    boolean identificationRequired,
    List<String> documents,
    List<String> notes) {

  /** Whether it is about this number, by its prefixes alone. */
  boolean hasPrefixOf(String e164) {
    return prefixes.stream().anyMatch(e164::startsWith);
  }
}
