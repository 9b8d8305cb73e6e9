package org.carillon.core.records;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.carillon.core.Account;
import org.carillon.core.numbers.Countries;
import org.carillon.core.records.CallFact.CallEnded;
import org.carillon.core.records.CallFact.CallStarted;

/**
 * A call detail record: an object's key and its JSON (O1; guide, "Call detail records"; protocol
 * facts 1.9). Both depend on the call's facts alone, so that a record written twice is the same.
 *
 * <p>The application record's {@code UsageType}, {@code ServiceCode}, {@code SchemaVersion} and
 * {@code CallLegTriggerType} are named by the guide without values; what stands here is our choice.
 *
 * @param key the object's key
 * @param document its content
 */
record DetailRecord(String key, Map<String, Object> document) {

  private static final String VOICE_CONNECTOR_FOLDER = "Amazon-Chime-Voice-Connector-CDRs/json/";
  private static final String APPLICATION_FOLDER = "Amazon-Chime-SMADRs/json/";
  private static final String SCHEMA_VERSION = "2.0";
  private static final String SERVICE_CODE = "AmazonChimeVoiceConnector";
  private static final DateTimeFormatter FILE_TIME =
      DateTimeFormatter.ofPattern("uuuu/MM/dd/HH.mm.ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  /**
   * The record of the trunk the call came or went over.
   *
   * @param numberNames the names that the account gave its numbers
   */
  static DetailRecord voiceConnector(
      Account account, KnownCall call, Function<String, Optional<String>> numberNames) {
    CallStarted started = call.started().orElseThrow();
    CallEnded ended = call.ended().orElseThrow();
    String connectorId = call.voiceConnectorId().orElseGet(() -> PstnTrunk.id(account));
    long seconds = Usage.billableSeconds(call.answeredAt(), ended.at());
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("AwsAccountId", account.id());
    body.put("TransactionId", started.transaction());
    body.put("CallId", started.sipCallId());
    body.put("VoiceConnectorId", connectorId);
    body.put("Status", ended.status().wireName());
    body.put("StatusMessage", ended.reason());
    started.trunk().sipAuthUser().ifPresent(user -> body.put("SipAuthUser", user));
    body.put("BillableDurationSeconds", seconds);
    body.put("BillableDurationMinutes", Usage.minutes(seconds));
    body.put("SchemaVersion", SCHEMA_VERSION);
    putNumber(body, "Source", started.from(), numberNames);
    Countries.of(started.from()).ifPresent(country -> body.put("SourceCountry", country));
    putNumber(body, "Destination", started.to(), numberNames);
    Countries.of(started.to()).ifPresent(country -> body.put("DestinationCountry", country));
    body.put("UsageType", usageType(account, started));
    body.put("ServiceCode", SERVICE_CODE);
    body.put("Direction", started.direction().wireName());
    body.put("StartTimeEpochSeconds", started.at().getEpochSecond());
    body.put("EndTimeEpochSeconds", ended.at().getEpochSecond());
    body.put("Region", account.region());
    body.put("Streaming", false);
    body.put("IsProxyCall", started.trunk().proxySessionId().isPresent());
    return new DetailRecord(VOICE_CONNECTOR_FOLDER + connectorId + "/" + file(started), body);
  }

  /** The record of the application that had the call, when one had it. */
  static Optional<DetailRecord> application(
      Account account, KnownCall call, Function<String, Optional<String>> numberNames) {
    return call.applicationId().map(id -> application(account, call, id, numberNames));
  }

  private static DetailRecord application(
      Account account,
      KnownCall call,
      String applicationId,
      Function<String, Optional<String>> numberNames) {
    CallStarted started = call.started().orElseThrow();
    CallEnded ended = call.ended().orElseThrow();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("AwsAccountId", account.id());
    body.put("TransactionId", started.transaction());
    body.put("CallId", started.callId());
    body.put("VoiceConnectorId", call.voiceConnectorId().orElseGet(() -> PstnTrunk.id(account)));
    body.put("Status", ended.status().wireName());
    body.put("BillableDurationSeconds", Usage.billableSeconds(call.answeredAt(), ended.at()));
    body.put("SchemaVersion", SCHEMA_VERSION);
    putNumber(body, "Source", started.from(), numberNames);
    putNumber(body, "Destination", started.to(), numberNames);
    body.put("UsageType", usageType(account, started));
    body.put("ServiceCode", SERVICE_CODE);
    body.put("Direction", started.direction().wireName());
    body.put("TimeStampEpochSeconds", started.at().getEpochSecond());
    body.put("Region", account.region());
    started.sipRuleId().ifPresent(id -> body.put("SipRuleId", id));
    body.put("SipApplicationId", applicationId);
    body.put("CallLegTriggerType", trigger(started));
    body.put("BillableVoiceFocusSeconds", (long) ended.voiceFocusSeconds());
    return new DetailRecord(APPLICATION_FOLDER + applicationId + "/" + file(started), body);
  }

  private static void putNumber(
      Map<String, Object> body,
      String side,
      String number,
      Function<String, Optional<String>> numberNames) {
    body.put(side + "PhoneNumber", number);
    numberNames.apply(number).ifPresent(name -> body.put(side + "PhoneNumberName", name));
  }

  private static String usageType(Account account, CallStarted started) {
    return Usage.type(account.region(), started.direction(), started.from(), started.to());
  }

  private static String trigger(CallStarted started) {
    if (started.ofTransaction().isPresent()) {
      return "CALL_AND_BRIDGE";
    }
    return switch (started.direction()) {
      case INBOUND -> "NEW_INBOUND_CALL";
      case OUTBOUND -> "NEW_OUTBOUND_CALL";
    };
  }

  private static String file(CallStarted started) {
    Instant start = started.at();
    return FILE_TIME.format(start) + "_" + started.transactionId();
  }
}
