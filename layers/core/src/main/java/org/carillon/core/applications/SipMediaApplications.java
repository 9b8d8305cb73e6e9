package org.carillon.core.applications;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.contract.ApiException;
import org.carillon.contract.Documents;
import org.carillon.contract.ErrorType;
import org.carillon.core.Account;
import org.carillon.core.Ids;
import org.carillon.core.Retries;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemQuery;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import org.carillon.core.quotas.Quota;
import org.carillon.core.quotas.Quotas;
import org.carillon.core.tags.Tags;
import software.amazon.awssdk.services.chimesdkvoice.model.SipMediaApplication;
import software.amazon.awssdk.services.chimesdkvoice.model.SipMediaApplicationLoggingConfiguration;

/**
 * The account's SIP media applications (S1), as stored. Safe for use by many threads.
 *
 * <p>Which rules target an application is kept beside it. A rule that starts to target it rewrites
 * the application's item, so that a deletion that looked before cannot go through after.
 */
public final class SipMediaApplications {

  private static final String APPLICATION = "SipMediaApplication";
  private static final String LOGGING = "SipMediaApplicationLoggingConfiguration";
  private static final SipMediaApplicationLoggingConfiguration LOGGING_OFF =
      SipMediaApplicationLoggingConfiguration.builder()
          .enableSipMediaApplicationMessageLogs(false)
          .build();

  private final Items items;
  private final Tags tags;
  private final Quotas quotas;
  private final String partition;

  /** The applications of this account, of all its regions. */
  public SipMediaApplications(Items items, Account account) {
    this.items = items;
    this.tags = new Tags(items, account);
    this.quotas = new Quotas(items, account);
    this.partition = "account/" + account.id() + "/applications";
  }

  /** The application with this id. */
  public Optional<SipMediaApplication> find(String sipMediaApplicationId) {
    return item(sipMediaApplicationId).map(SipMediaApplications::application);
  }

  /** Whether the messages of its calls are to be logged; not of one that is not there. */
  public boolean logsMessages(String sipMediaApplicationId) {
    return item(sipMediaApplicationId)
        .map(it -> Boolean.TRUE.equals(logging(it).enableSipMediaApplicationMessageLogs()))
        .orElse(false);
  }

  Optional<Item> item(String sipMediaApplicationId) {
    return Ids.isGuid(sipMediaApplicationId)
        ? items.get(new ItemKey(partition, sipMediaApplicationId))
        : Optional.empty();
  }

  /**
   * The application a client means.
   *
   * @throws ApiException {@link ErrorType#NOT_FOUND} when the account does not have it
   */
  Item require(String sipMediaApplicationId) {
    return item(sipMediaApplicationId)
        .orElseThrow(
            () ->
                new ApiException(
                    ErrorType.NOT_FOUND,
                    "SipMediaApplicationId: the account has no such SIP media application."));
  }

  void create(SipMediaApplication application, Map<String, String> itsTags) {
    ItemKey key = new ItemKey(partition, application.sipMediaApplicationId());
    Map<String, Object> body = Map.of(APPLICATION, Documents.toDocument(application));
    Retries.onConflict(
        () -> {
          items.write(
              ItemWrite.create(key, body),
              tags.create(application.sipMediaApplicationArn(), itsTags),
              quotas.take(Quota.SIP_MEDIA_APPLICATIONS, application.awsRegion(), 1));
          return key;
        });
  }

  void replace(Item read, SipMediaApplication application) {
    Map<String, Object> body = new HashMap<>(read.body());
    body.put(APPLICATION, Documents.toDocument(application));
    items.write(ItemWrite.replace(read, body));
  }

  void replaceLogging(Item read, SipMediaApplicationLoggingConfiguration configuration) {
    Map<String, Object> body = new HashMap<>(read.body());
    body.put(LOGGING, Documents.toDocument(configuration));
    items.write(ItemWrite.replace(read, body));
  }

  void delete(Item read) {
    SipMediaApplication application = application(read);
    items.write(
        ItemWrite.delete(read),
        tags.delete(application.sipMediaApplicationArn()),
        quotas.giveBack(Quota.SIP_MEDIA_APPLICATIONS, application.awsRegion(), 1));
  }

  /** The ids of rules that target an application, at most {@code limit}. */
  List<String> rulesOn(String sipMediaApplicationId, int limit) {
    ItemQuery query = ItemQuery.partition(targets(sipMediaApplicationId), "", limit);
    return items.query(query).items().stream().map(item -> item.key().sort()).toList();
  }

  /** What a rule's transaction holds to start targeting an application as it was read. */
  List<ItemWrite> target(Item read, String sipRuleId) {
    String id = read.key().sort();
    return List.of(
        ItemWrite.replace(read, read.body()),
        ItemWrite.create(new ItemKey(targets(id), sipRuleId), Map.of("SipRuleId", sipRuleId)));
  }

  /** What a rule's transaction holds to stop targeting an application. */
  ItemWrite untarget(String sipMediaApplicationId, String sipRuleId) {
    return new ItemWrite.Delete(
        new ItemKey(targets(sipMediaApplicationId), sipRuleId), new ItemWrite.Condition.Present());
  }

  /** Where the account's applications are stored. */
  String partition() {
    return partition;
  }

  /** Where the ids of rules on an application are stored. */
  String targets(String sipMediaApplicationId) {
    return partition + "/" + sipMediaApplicationId + "/rules";
  }

  @SuppressWarnings("unchecked") // written by this class
  static SipMediaApplication application(Item item) {
    Map<String, Object> document = (Map<String, Object>) item.body().get(APPLICATION);
    return Documents.fromDocument(document, SipMediaApplication.class);
  }

  @SuppressWarnings("unchecked") // written by this class
  static SipMediaApplicationLoggingConfiguration logging(Item item) {
    Map<String, Object> document = (Map<String, Object>) item.body().get(LOGGING);
    return document == null
        ? LOGGING_OFF
        : Documents.fromDocument(document, SipMediaApplicationLoggingConfiguration.class);
  }
}
