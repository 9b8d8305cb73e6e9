package org.carillon.functions.voiceapi;

import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.carillon.contract.Api;
import org.carillon.contract.ApiOperation;
import org.carillon.core.Account;
import org.carillon.core.Caller;
import org.carillon.core.Listing;
import org.carillon.core.Operation;
import org.carillon.core.PageToken;
import org.carillon.core.applications.CreateSipMediaApplication;
import org.carillon.core.applications.CreateSipRule;
import org.carillon.core.applications.DeleteSipMediaApplication;
import org.carillon.core.applications.DeleteSipRule;
import org.carillon.core.applications.GetSipMediaApplication;
import org.carillon.core.applications.GetSipRule;
import org.carillon.core.applications.ListSipMediaApplications;
import org.carillon.core.applications.ListSipRules;
import org.carillon.core.applications.SipMediaApplications;
import org.carillon.core.applications.SipRules;
import org.carillon.core.applications.UpdateSipMediaApplication;
import org.carillon.core.applications.UpdateSipRule;
import org.carillon.core.numbers.CreatePhoneNumberOrder;
import org.carillon.core.numbers.DeletePhoneNumber;
import org.carillon.core.numbers.GetPhoneNumber;
import org.carillon.core.numbers.GetPhoneNumberOrder;
import org.carillon.core.numbers.ListPhoneNumberOrders;
import org.carillon.core.numbers.ListPhoneNumbers;
import org.carillon.core.numbers.ListSupportedPhoneNumberCountries;
import org.carillon.core.numbers.NumberPool;
import org.carillon.core.numbers.PhoneNumberOrders;
import org.carillon.core.numbers.PhoneNumbers;
import org.carillon.core.numbers.RestorePhoneNumber;
import org.carillon.core.numbers.SearchAvailablePhoneNumbers;
import org.carillon.core.numbers.UpdatePhoneNumber;
import org.carillon.core.ports.Items;
import org.carillon.core.ports.Ports;
import org.carillon.core.settings.GetGlobalSettings;
import org.carillon.core.settings.GetPhoneNumberSettings;
import org.carillon.core.settings.Settings;
import org.carillon.core.settings.UpdateGlobalSettings;
import org.carillon.core.settings.UpdatePhoneNumberSettings;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.chimesdkvoice.model.CreatePhoneNumberOrderRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateSipMediaApplicationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateSipRuleRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeletePhoneNumberRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteSipMediaApplicationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteSipRuleRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetGlobalSettingsRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetPhoneNumberOrderRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetPhoneNumberRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetPhoneNumberSettingsRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetSipMediaApplicationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetSipRuleRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ListPhoneNumberOrdersRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ListPhoneNumbersRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ListSipMediaApplicationsRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ListSipRulesRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ListSupportedPhoneNumberCountriesRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.RestorePhoneNumberRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.SearchAvailablePhoneNumbersRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdateGlobalSettingsRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdatePhoneNumberRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdatePhoneNumberSettingsRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdateSipMediaApplicationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdateSipRuleRequest;

/**
 * Every operation that is built, in one place. {@code docs/status.md} is made from it. Immutable
 * once made.
 */
public final class OperationTable {

  private final Map<String, Entry<?, ?>> entries = new TreeMap<>();

  /** All operations that are built, for this account on these ports. */
  public OperationTable(Account account, Ports ports, InstantSource clock) {
    Items items = ports.items();
    Listing listing = new Listing(items, new PageToken(ports.sealer()));
    Settings settings = new Settings(items, account);
    NumberPool pool = new NumberPool(items);
    PhoneNumbers numbers = new PhoneNumbers(items, account, clock);
    PhoneNumberOrders orders = new PhoneNumberOrders(items, account, pool, numbers, settings);
    SipMediaApplications applications = new SipMediaApplications(items, account);
    SipRules rules = new SipRules(items, account);

    add("N1", SearchAvailablePhoneNumbersRequest.class, new SearchAvailablePhoneNumbers(listing));
    add(
        "N1",
        ListSupportedPhoneNumberCountriesRequest.class,
        new ListSupportedPhoneNumberCountries(pool));
    add(
        "N2",
        CreatePhoneNumberOrderRequest.class,
        new CreatePhoneNumberOrder(orders, pool, numbers));
    add("N2", GetPhoneNumberOrderRequest.class, new GetPhoneNumberOrder(orders));
    add("N2", ListPhoneNumberOrdersRequest.class, new ListPhoneNumberOrders(listing, orders));
    add("N7", GetPhoneNumberRequest.class, new GetPhoneNumber(numbers));
    add("N7", ListPhoneNumbersRequest.class, new ListPhoneNumbers(listing, numbers));
    add("N7, N8, N9", UpdatePhoneNumberRequest.class, new UpdatePhoneNumber(numbers));
    add("N9", GetPhoneNumberSettingsRequest.class, new GetPhoneNumberSettings(settings));
    add(
        "N9",
        UpdatePhoneNumberSettingsRequest.class,
        new UpdatePhoneNumberSettings(settings, clock));
    add("N10", DeletePhoneNumberRequest.class, new DeletePhoneNumber(numbers));
    add("N10", RestorePhoneNumberRequest.class, new RestorePhoneNumber(numbers));

    add(
        "S1",
        CreateSipMediaApplicationRequest.class,
        new CreateSipMediaApplication(applications, clock));
    add("S1", GetSipMediaApplicationRequest.class, new GetSipMediaApplication(applications));
    add(
        "S1",
        ListSipMediaApplicationsRequest.class,
        new ListSipMediaApplications(listing, applications));
    add(
        "S1",
        UpdateSipMediaApplicationRequest.class,
        new UpdateSipMediaApplication(applications, clock));
    add("S1", DeleteSipMediaApplicationRequest.class, new DeleteSipMediaApplication(applications));
    add(
        "S2",
        CreateSipRuleRequest.class,
        new CreateSipRule(items, rules, applications, numbers, clock));
    add("S2", GetSipRuleRequest.class, new GetSipRule(rules));
    add("S2", ListSipRulesRequest.class, new ListSipRules(listing, rules, applications));
    add("S2", UpdateSipRuleRequest.class, new UpdateSipRule(items, rules, applications, clock));
    add(
        "S2",
        DeleteSipRuleRequest.class,
        new DeleteSipRule(items, rules, applications, numbers, clock));

    add("O1", GetGlobalSettingsRequest.class, new GetGlobalSettings(settings));
    add("O1", UpdateGlobalSettingsRequest.class, new UpdateGlobalSettings(settings));
  }

  private <I extends SdkPojo, O extends SdkPojo> void add(
      String features, Class<I> request, Operation<I, O> operation) {
    // an operation's class has its name
    String name = operation.getClass().getSimpleName();
    entries.put(key(Api.VOICE, name), new Entry<>(Api.VOICE, name, features, request, operation));
  }

  /** The operation of the model, when it is built. */
  public Optional<Entry<?, ?>> find(ApiOperation operation) {
    return Optional.ofNullable(entries.get(key(operation.api(), operation.name())));
  }

  /** All that are built. */
  public Collection<Entry<?, ?>> entries() {
    return Collections.unmodifiableCollection(entries.values());
  }

  private static String key(Api api, String name) {
    return api + "/" + name;
  }

  /**
   * An operation that is built.
   *
   * @param features ids of the feature list, such as {@code N7, N8}
   */
  public record Entry<I extends SdkPojo, O extends SdkPojo>(
      Api api, String name, String features, Class<I> requestType, Operation<I, O> operation) {

    /** Does it. */
    public SdkPojo handle(SdkPojo request, Caller caller) {
      return operation.handle(requestType.cast(request), caller);
    }
  }
}
