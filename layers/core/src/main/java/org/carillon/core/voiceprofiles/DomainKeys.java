package org.carillon.core.voiceprofiles;

import java.util.Map;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Account;
import org.carillon.core.keys.KeptKeys;
import org.carillon.core.ports.KeyRefusedException;
import org.carillon.core.ports.Keys;
import org.carillon.core.ports.Keys.KeyDescription;
import org.carillon.core.ports.Keys.KeyGrant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The customer's key of a voice profile domain (P2): looked at and granted when the domain is made,
 * used through the grant, given back when the domain goes.
 */
final class DomainKeys {

  private static final Logger LOG = LoggerFactory.getLogger(DomainKeys.class);
  private static final String CONTEXT = "aws:chime:voice-profile-domain:arn";
  private static final String MEMBER = "ServerSideEncryptionConfiguration.KmsKeyArn: ";

  private final Keys keys;
  private final Account account;

  DomainKeys(Keys keys, Account account) {
    this.keys = keys;
    this.account = account;
  }

  /** The encryption context of everything that belongs to a domain. */
  static Map<String, String> context(String domainArn) {
    return Map.of(CONTEXT, domainArn);
  }

  /**
   * Checks the key for a new domain.
   *
   * @throws ApiException {@link ErrorType#BAD_REQUEST} when it is none of the account and region,
   *     disabled or asymmetric; {@link ErrorType#ACCESS_DENIED} when its policy shuts us out
   */
  void check(String keyArn) {
    if (!KeptKeys.isKeyOf(account, keyArn)) {
      throw bad(
          "the ARN of a key of this account and region: arn:aws:kms:"
              + account.region()
              + ":"
              + account.id()
              + ":key/ID. Aliases are not taken.");
    }
    try {
      KeyDescription key =
          keys.describe(keyArn)
              .orElseThrow(() -> bad("there is no such key in this account and region."));
      if (!key.symmetric()) {
        throw bad("the key is asymmetric. Use a symmetric key for encryption (SYMMETRIC_DEFAULT).");
      }
      if (!key.enabled()) {
        throw bad("the key is disabled. Enable it first, or use another.");
      }
    } catch (KeyRefusedException refused) {
      throw refusedForNew(refused);
    }
  }

  /**
   * Grants the key to a new domain; the same domain gets the same grant.
   *
   * @throws ApiException as {@link #check}
   */
  KeyGrant grant(String keyArn, String domainId, String domainArn) {
    try {
      return keys.createGrant(keyArn, context(domainArn), domainId);
    } catch (KeyRefusedException refused) {
      throw refusedForNew(refused);
    }
  }

  /** Gives a grant back. A key that refuses even that has nothing more to give back. */
  void retire(String keyArn, KeyGrant grant) {
    try {
      keys.retireGrant(keyArn, grant);
    } catch (KeyRefusedException refused) {
      LOG.warn(
          "The grant {} of a deleted voice profile domain could not be retired ({}). Revoke it at"
              + " the key.",
          grant.id(),
          refused.getMessage());
    }
  }

  /**
   * A new data key of a domain.
   *
   * @throws ApiException {@link ErrorType#ACCESS_DENIED} when the grant was revoked or the key
   *     cannot be used any more
   */
  Keys.DataKey dataKey(DomainKey key) {
    try {
      return keys.generateDataKey(key.keyArn(), key.grant(), context(key.domainArn()));
    } catch (KeyRefusedException refused) {
      throw denied(refused);
    }
  }

  /**
   * A data key of a domain in plain again.
   *
   * @throws ApiException as {@link #dataKey}
   */
  byte[] open(DomainKey key, byte[] sealed) {
    try {
      return keys.decrypt(key.keyArn(), key.grant(), sealed, context(key.domainArn()));
    } catch (KeyRefusedException refused) {
      throw denied(refused);
    }
  }

  /** What it takes to use a domain's key. */
  record DomainKey(String keyArn, KeyGrant grant, String domainArn) {}

  private static ApiException refusedForNew(KeyRefusedException refused) {
    LOG.info("a key was refused for a voice profile domain: {}", refused.getMessage());
    return switch (refused.reason()) {
      case NOT_FOUND -> bad("there is no such key in this account and region.");
      case DISABLED -> bad("the key is disabled. Enable it first, or use another.");
      case WRONG_KIND ->
          bad("the key is asymmetric. Use a symmetric key for encryption (SYMMETRIC_DEFAULT).");
      case DENIED ->
          new ApiException(
              ErrorType.ACCESS_DENIED,
              MEMBER
                  + "the key's policy does not allow kms:DescribeKey and kms:CreateGrant here. Add"
                  + " them to the policy.");
    };
  }

  private static ApiException denied(KeyRefusedException refused) {
    LOG.info("the key of a voice profile domain was refused: {}", refused.getMessage());
    String why =
        switch (refused.reason()) {
          case NOT_FOUND -> "the key is not there any more";
          case DISABLED -> "the key is disabled";
          case WRONG_KIND -> "the key is not for encryption";
          case DENIED -> "the grant of the domain was revoked";
        };
    return new ApiException(
        ErrorType.ACCESS_DENIED,
        "The key of the voice profile domain cannot be used: "
            + why
            + ". What the domain keeps cannot be read without it.");
  }

  private static ApiException bad(String rule) {
    return new ApiException(ErrorType.BAD_REQUEST, MEMBER + rule);
  }
}
