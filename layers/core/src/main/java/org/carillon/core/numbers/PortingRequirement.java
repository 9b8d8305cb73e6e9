package org.carillon.core.numbers;

import java.util.List;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberType;

/**
 * A row of the guide's tables of what porting a number in asks for (N3, N5).
 *
 * @param country two letters
 * @param countryName in English
 * @param productTypes what its numbers can be used for
 * @param supported whether such numbers can be ported at all
 * @param documents what to show
 * @param notes what else holds
 */
public record PortingRequirement(
    String country,
    String countryName,
    List<PhoneNumberProductType> productTypes,
    PhoneNumberType type,
    boolean supported,
    List<String> documents,
    List<String> notes) {}
