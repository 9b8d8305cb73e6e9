package org.carillon.core.connectors;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What the installation's network means to connectors.
 *
 * @param domain the domain that connectors' host names end in, such as {@code chime.aws}; SIP
 *     clients resolve {@code *.voiceconnector.DOMAIN} to the installation's media nodes
 * @param addresses which addresses of others connectors may name
 */
public record SipNetwork(String domain, AddressPolicy addresses) {

  private static final String DEFAULT_DOMAIN = "chime.aws";
  private static final int MAX_DOMAIN = 200; // leaves room for the id and the fixed label
  private static final Pattern DOMAIN =
      Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

  public SipNetwork {
    domain = domain.toLowerCase(Locale.ROOT);
    if (domain.length() > MAX_DOMAIN || !DOMAIN.matcher(domain).matches()) {
      throw new IllegalArgumentException(
          "the voice domain is a DNS domain such as chime.aws: " + domain);
    }
  }

  /** The hosted service's domain, and public addresses only. */
  public static SipNetwork hosted() {
    return new SipNetwork(DEFAULT_DOMAIN, AddressPolicy.PUBLIC);
  }

  /** The same host names on one machine, where private and loopback addresses are good as well. */
  public static SipNetwork local() {
    return new SipNetwork(DEFAULT_DOMAIN, AddressPolicy.ANY);
  }

  /**
   * From {@code CARILLON_VOICE_DOMAIN} (default {@code chime.aws}) and {@code
   * CARILLON_VOICE_ADDRESSES}: {@code public} (the default), or {@code any} where connectors talk
   * to hosts of a private network.
   *
   * @throws IllegalStateException when one is wrong; the message names it
   */
  public static SipNetwork fromEnvironment(Map<String, String> environment) {
    String addresses = environment.getOrDefault("CARILLON_VOICE_ADDRESSES", "public");
    AddressPolicy policy =
        switch (addresses) {
          case "public" -> AddressPolicy.PUBLIC;
          case "any" -> AddressPolicy.ANY;
          default ->
              throw new IllegalStateException(
                  "CARILLON_VOICE_ADDRESSES is public or any: " + addresses);
        };
    try {
      return new SipNetwork(
          environment.getOrDefault("CARILLON_VOICE_DOMAIN", DEFAULT_DOMAIN), policy);
    } catch (IllegalArgumentException wrong) {
      throw new IllegalStateException("CARILLON_VOICE_DOMAIN: " + wrong.getMessage(), wrong);
    }
  }

  /** The outbound host name of a connector (V1). */
  String hostName(String voiceConnectorId) {
    return voiceConnectorId + ".voiceconnector." + domain;
  }
}
