package org.carillon.core.voiceprofiles;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.carillon.contract.ApiException;
import org.carillon.contract.Documents;
import org.carillon.contract.ErrorType;
import org.carillon.core.Account;
import org.carillon.core.Ids;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import org.carillon.core.ports.Keys.KeyGrant;
import org.carillon.core.voiceprofiles.DomainKeys.DomainKey;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceProfileDomain;

/** The account's voice profile domains (P1), as stored. Safe for use by many threads. */
public final class VoiceProfileDomains {

  private static final String DOMAIN = "VoiceProfileDomain";
  private static final String GRANT_ID = "GrantId";
  private static final String GRANT_TOKEN = "GrantToken";
  private static final String REQUEST_TOKEN = "RequestToken";
  private static final String PREFIX = "vpd-";
  private static final Pattern ARN =
      Pattern.compile("arn:aws:chime:([a-z0-9-]+):(\\d{12}):voice-profile-domain/(.{1,64})");

  private final Items items;
  private final Account account;
  private final String partition;

  /** The domains of this account. */
  public VoiceProfileDomains(Items items, Account account) {
    this.items = items;
    this.account = account;
    this.partition = "account/" + account.id() + "/voice-profile-domains";
  }

  /** The domain with this id. */
  public Optional<VoiceProfileDomain> find(String voiceProfileDomainId) {
    return item(voiceProfileDomainId).map(VoiceProfileDomains::domain);
  }

  /** The domain with this ARN. */
  public Optional<VoiceProfileDomain> byArn(String voiceProfileDomainArn) {
    var parts = ARN.matcher(voiceProfileDomainArn);
    return parts.matches() && voiceProfileDomainArn.equals(arn(parts.group(3)))
        ? find(parts.group(3))
        : Optional.empty();
  }

  Optional<Item> item(String domainId) {
    return isId(domainId) ? items.get(key(domainId)) : Optional.empty();
  }

  /** Whether this can be the id of a domain; anything else need not be looked up. */
  static boolean isId(String domainId) {
    return domainId.startsWith(PREFIX) && Ids.isGuid(domainId.substring(PREFIX.length()));
  }

  /**
   * The domain a client means.
   *
   * @throws ApiException {@link ErrorType#NOT_FOUND} when the account does not have it
   */
  Item require(String domainId) {
    return item(domainId)
        .orElseThrow(
            () ->
                new ApiException(
                    ErrorType.NOT_FOUND,
                    "VoiceProfileDomainId: the account has no such voice profile domain."));
  }

  static String newId() {
    return PREFIX + Ids.guid();
  }

  String arn(String domainId) {
    return account.arn("voice-profile-domain/" + domainId);
  }

  ItemKey key(String domainId) {
    return new ItemKey(partition, domainId);
  }

  ItemWrite create(VoiceProfileDomain domain, KeyGrant grant, Optional<String> requestToken) {
    Map<String, Object> body = new HashMap<>();
    body.put(DOMAIN, Documents.toDocument(domain));
    body.put(GRANT_ID, grant.id());
    body.put(GRANT_TOKEN, grant.token());
    requestToken.ifPresent(token -> body.put(REQUEST_TOKEN, token));
    return ItemWrite.create(key(domain.voiceProfileDomainId()), body);
  }

  void replace(Item read, VoiceProfileDomain domain) {
    Map<String, Object> body = new HashMap<>(read.body());
    body.put(DOMAIN, Documents.toDocument(domain));
    items.write(ItemWrite.replace(read, body));
  }

  /** Where the account's domains are stored. */
  String partition() {
    return partition;
  }

  /** Where a domain's profiles are stored. */
  String profiles(String domainId) {
    return partition + "/" + domainId + "/profiles";
  }

  static KeyGrant grant(Item item) {
    return new KeyGrant((String) item.body().get(GRANT_ID), (String) item.body().get(GRANT_TOKEN));
  }

  static Optional<String> requestToken(Item item) {
    return Optional.ofNullable((String) item.body().get(REQUEST_TOKEN));
  }

  static DomainKey domainKey(Item item) {
    VoiceProfileDomain domain = domain(item);
    return new DomainKey(
        domain.serverSideEncryptionConfiguration().kmsKeyArn(),
        grant(item),
        domain.voiceProfileDomainArn());
  }

  @SuppressWarnings("unchecked") // written by this class
  static VoiceProfileDomain domain(Item item) {
    Map<String, Object> document = (Map<String, Object>) item.body().get(DOMAIN);
    return Documents.fromDocument(document, VoiceProfileDomain.class);
  }
}
