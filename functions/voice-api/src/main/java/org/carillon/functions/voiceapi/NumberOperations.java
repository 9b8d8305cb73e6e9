package org.carillon.functions.voiceapi;

import org.carillon.core.numbers.BatchDeletePhoneNumber;
import org.carillon.core.numbers.BatchUpdatePhoneNumber;
import org.carillon.core.numbers.CreatePhoneNumberOrder;
import org.carillon.core.numbers.DeletePhoneNumber;
import org.carillon.core.numbers.GetPhoneNumber;
import org.carillon.core.numbers.GetPhoneNumberOrder;
import org.carillon.core.numbers.ListPhoneNumberOrders;
import org.carillon.core.numbers.ListPhoneNumberRequirements;
import org.carillon.core.numbers.ListPhoneNumbers;
import org.carillon.core.numbers.ListSupportedPhoneNumberCountries;
import org.carillon.core.numbers.PhoneNumberOrders;
import org.carillon.core.numbers.RestorePhoneNumber;
import org.carillon.core.numbers.SearchAvailablePhoneNumbers;
import org.carillon.core.numbers.UpdatePhoneNumber;
import software.amazon.awssdk.services.chimesdkvoice.model.BatchDeletePhoneNumberRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.BatchUpdatePhoneNumberRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.CreatePhoneNumberOrderRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeletePhoneNumberRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetPhoneNumberOrderRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetPhoneNumberRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ListPhoneNumberOrdersRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ListPhoneNumbersRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ListSupportedPhoneNumberCountriesRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.RestorePhoneNumberRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.SearchAvailablePhoneNumbersRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.SipRule;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdatePhoneNumberRequest;

/** Phone numbers: pool, orders, inventory (N). */
final class NumberOperations {

  private NumberOperations() {}

  static void add(OperationTable table, Domain domain) {
    PhoneNumberOrders orders =
        new PhoneNumberOrders(
            domain.items(), domain.account(), domain.pool(), domain.numbers(), domain.settings());
    table.voice(
        "N1",
        SearchAvailablePhoneNumbersRequest.class,
        new SearchAvailablePhoneNumbers(domain.listing(), domain.pool()));
    table.voice(
        "N1",
        ListSupportedPhoneNumberCountriesRequest.class,
        new ListSupportedPhoneNumberCountries(domain.pool()));
    table.voice(
        "N2",
        CreatePhoneNumberOrderRequest.class,
        new CreatePhoneNumberOrder(orders, domain.pool(), domain.numbers()));
    table.voice("N2", GetPhoneNumberOrderRequest.class, new GetPhoneNumberOrder(orders));
    table.voice(
        "N2",
        ListPhoneNumberOrdersRequest.class,
        new ListPhoneNumberOrders(domain.listing(), orders));
    table.voice("N7", GetPhoneNumberRequest.class, new GetPhoneNumber(domain.numbers()));
    table.voice(
        "N7",
        ListPhoneNumbersRequest.class,
        new ListPhoneNumbers(
            domain.listing(),
            domain.numbers(),
            ruleId -> domain.rules().find(ruleId).map(SipRule::triggerValue)));
    table.voice(
        "N7, N8, N9", UpdatePhoneNumberRequest.class, new UpdatePhoneNumber(domain.numbers()));
    table.voice(
        "N7, N8, N9",
        BatchUpdatePhoneNumberRequest.class,
        new BatchUpdatePhoneNumber(domain.numbers()));
    table.voice(
        "N10", BatchDeletePhoneNumberRequest.class, new BatchDeletePhoneNumber(domain.numbers()));
    table.voice("N10", DeletePhoneNumberRequest.class, new DeletePhoneNumber(domain.numbers()));
    table.operator("N3", new ListPhoneNumberRequirements());
    table.voice("N10", RestorePhoneNumberRequest.class, new RestorePhoneNumber(domain.numbers()));
  }
}
