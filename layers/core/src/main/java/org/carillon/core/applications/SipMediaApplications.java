package org.carillon.core.applications;

import java.util.Map;
import java.util.Optional;
import org.carillon.contract.Documents;
import org.carillon.core.Account;
import org.carillon.core.Ids;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.Items;
import software.amazon.awssdk.services.chimesdkvoice.model.SipMediaApplication;

/** The account's SIP media applications (S1). Safe for use by many threads. */
public final class SipMediaApplications {

  private static final String APPLICATION = "SipMediaApplication";

  private final Items items;
  private final String partition;

  /** The applications of this account, of all its regions. */
  public SipMediaApplications(Items items, Account account) {
    this.items = items;
    this.partition = "account/" + account.id() + "/applications";
  }

  /** The application with this id. */
  public Optional<SipMediaApplication> find(String sipMediaApplicationId) {
    return Ids.isGuid(sipMediaApplicationId)
        ? items.get(key(sipMediaApplicationId)).map(SipMediaApplications::application)
        : Optional.empty();
  }

  ItemKey key(String sipMediaApplicationId) {
    return new ItemKey(partition, sipMediaApplicationId);
  }

  @SuppressWarnings("unchecked") // written by this class
  static SipMediaApplication application(Item item) {
    Map<String, Object> document = (Map<String, Object>) item.body().get(APPLICATION);
    return Documents.fromDocument(document, SipMediaApplication.class);
  }
}
