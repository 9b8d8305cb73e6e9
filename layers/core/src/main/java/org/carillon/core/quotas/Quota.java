package org.carillon.core.quotas;

import java.util.Arrays;
import java.util.Optional;

/**
 * How much an account may have of something (O8). The hosted service's numbers keep its bill and
 * its neighbours safe; ours keep one installation from being filled by mistake, so most are
 * generous. {@code docs/quotas.md} gives the reason of each.
 */
public enum Quota {
  /** Phone numbers in the inventory, the deletion queue included. */
  PHONE_NUMBERS("PhoneNumbers", "Phone numbers in the inventory", 1_000_000, 5),
  /** Voice Connectors in one region. */
  VOICE_CONNECTORS("VoiceConnectors", "Voice Connectors in a region", 1_000, 3),
  /** Voice Connector groups of the account. */
  VOICE_CONNECTOR_GROUPS("VoiceConnectorGroups", "Voice Connector groups", 3, 3),
  /** Voice Connectors in one group. */
  VOICE_CONNECTORS_PER_GROUP(
      "VoiceConnectorsPerGroup", "Voice Connectors in a Voice Connector group", 3, 3),
  /** Calls a second that the termination of one Voice Connector may be set to (V2). */
  CALLS_PER_SECOND("CallsPerSecond", "Calls per second of a Voice Connector", 100, 1),
  /** Calls at once through one Voice Connector, on one media node (V2, V3). */
  CALLS_PER_VOICE_CONNECTOR(
      "CallsPerVoiceConnector", "Calls at once of a Voice Connector on a media node", 10_000, 0),
  /** Calls at once through all Voice Connectors of the account, on one media node. */
  ACTIVE_CALLS("Calls", "Calls at once of the account on a media node", 10_000, 0),
  /** SIP media applications in one region. */
  SIP_MEDIA_APPLICATIONS("SipMediaApplications", "SIP media applications in a region", 1_000, 30),
  /** CreateSipMediaApplicationCall requests a second (S5). */
  SIP_MEDIA_APPLICATION_CALLS_PER_SECOND(
      "SipMediaApplicationCallsPerSecond",
      "CreateSipMediaApplicationCall requests a second",
      10,
      1),
  /** UpdateSipMediaApplicationCall requests a second (S5). */
  SIP_MEDIA_APPLICATION_CALL_UPDATES_PER_SECOND(
      "SipMediaApplicationCallUpdatesPerSecond",
      "UpdateSipMediaApplicationCall requests a second",
      50,
      5),
  /** SIP rules of the account. */
  SIP_RULES("SipRules", "SIP rules", 10_000, 0),
  /** Voice profile domains of the account. */
  VOICE_PROFILE_DOMAINS("VoiceProfileDomains", "Voice profile domains", 3, 3),
  /** Voice profiles in one domain. */
  VOICE_PROFILES_PER_DOMAIN(
      "VoiceProfilesPerDomain", "Voice profiles in a voice profile domain", 20_000, 20_000),
  /** Media insights pipeline configurations of the account. */
  MEDIA_INSIGHTS_PIPELINE_CONFIGURATIONS(
      "MediaInsightsPipelineConfigurations", "Media insights pipeline configurations", 1_000, 0),
  /** Kinesis video stream pools of the account. */
  KINESIS_VIDEO_STREAM_POOLS("KinesisVideoStreamPools", "Kinesis video stream pools", 100, 10),
  /** Carriers of the installation; all of them are read to route a call. */
  CARRIERS("Carriers", "Carriers", 100, 0);

  private final String code;
  private final String description;
  private final int defaultValue;
  private final int hostedDefault;

  Quota(String code, String description, int defaultValue, int hostedDefault) {
    this.code = code;
    this.description = description;
    this.defaultValue = defaultValue;
    this.hostedDefault = hostedDefault;
  }

  /** The name by which an operator names it, such as {@code VoiceConnectors}. */
  public String code() {
    return code;
  }

  /** What is counted, in words. */
  public String description() {
    return description;
  }

  /** The limit of a new installation. */
  public int defaultValue() {
    return defaultValue;
  }

  /** The hosted service's published limit of a new account; empty when it publishes none. */
  public Optional<Integer> hostedDefault() {
    return hostedDefault == 0 ? Optional.empty() : Optional.of(hostedDefault);
  }

  /** The quota of this code. */
  public static Optional<Quota> of(String code) {
    return Arrays.stream(values()).filter(quota -> quota.code.equals(code)).findFirst();
  }
}
