package org.carillon.core.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.carillon.contract.Json;
import org.carillon.core.Account;
import org.carillon.core.Golden;
import org.carillon.core.documents.DocumentException;
import org.carillon.core.numbers.Countries;
import org.carillon.core.ports.StreamRecord;
import org.carillon.core.records.CallFact.CallEnded;
import org.carillon.core.records.CallFact.CallStarted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Facts and records as they stand on the wire (O1). */
class DetailRecordTest {

  private static final Account ACCOUNT = new Account("111122223333", "us-east-1");
  private static final String TRUNK = PstnTrunk.id(ACCOUNT);
  private static final CallStarted STARTED = (CallStarted) fact("call-started.json");
  private static final CallEnded ENDED = (CallEnded) fact("call-ended.json");
  private static final KnownCall CALL =
      KnownCall.NOTHING.with(STARTED).with(fact("call-answered.json")).with(ENDED);

  @Test
  void aVoiceConnectorRecordIsAsTheGuideShowsIt() {
    DetailRecord record = DetailRecord.voiceConnector(ACCOUNT, CALL, DetailRecordTest::name);

    assertThat(record.key())
        .isEqualTo(
            "Amazon-Chime-Voice-Connector-CDRs/json/"
                + TRUNK
                + "/2019/03/01/17.10.00.020_11111111-2222-4333-8444-555555555555");
    assertThat(onTheWire(record)).isEqualTo(golden("voice-connector-cdr.json"));
  }

  @Test
  void anApplicationRecordNamesTheApplicationThatHadTheCallLast() {
    DetailRecord record =
        DetailRecord.application(ACCOUNT, CALL, DetailRecordTest::name).orElseThrow();

    assertThat(record.key())
        .isEqualTo(
            "Amazon-Chime-SMADRs/json/aaaaaaaa-0000-4000-8000-000000000002"
                + "/2019/03/01/17.10.00.020_11111111-2222-4333-8444-555555555555");
    assertThat(onTheWire(record)).isEqualTo(golden("application-cdr.json"));
  }

  @Test
  void aRefusedCallHasARecordThatSaysWhyAndBillsNothing() {
    CallStarted refused =
        new CallStarted(
            STARTED.transactionId(),
            "node-1",
            STARTED.at(),
            STARTED.callId(),
            STARTED.sipCallId(),
            CallDirection.INBOUND,
            "anonymous",
            "+12065550100",
            Optional.empty(),
            Optional.empty(),
            CallFact.TrunkUse.NONE);
    CallEnded end =
        new CallEnded(
            STARTED.transactionId(),
            "node-1",
            STARTED.at().plusMillis(3),
            CallStatus.FAILED,
            404,
            "No SIP rule for the called number",
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    KnownCall call = KnownCall.NOTHING.with(refused).with(end);

    assertThat(onTheWire(DetailRecord.voiceConnector(ACCOUNT, call, DetailRecordTest::name)))
        .isEqualTo(golden("failed-cdr.json"));
    assertThat(DetailRecord.application(ACCOUNT, call, DetailRecordTest::name)).isEmpty();
  }

  @Test
  void theSecondsOfVoiceFocusAreInTheApplicationsRecordAndOutliveTheStream() {
    CallEnded end =
        new CallEnded(
            STARTED.transactionId(),
            "node-1",
            STARTED.at().plusSeconds(60),
            CallStatus.COMPLETED,
            0,
            "OK",
            Optional.of(STARTED.at()),
            Optional.empty(),
            Optional.empty(),
            17);
    KnownCall call = KnownCall.NOTHING.with(STARTED).with(CallFact.fromRecord(end.toRecord()));

    assertThat(
            DetailRecord.application(ACCOUNT, call, DetailRecordTest::name)
                .orElseThrow()
                .document())
        .containsEntry("BillableVoiceFocusSeconds", 17L);
  }

  @Test
  void aCallOutOfAConnectorNamesTheConnectorAndWhoAuthenticated() {
    CallStarted started =
        new CallStarted(
            STARTED.transactionId(),
            "node-1",
            STARTED.at(),
            STARTED.callId(),
            STARTED.sipCallId(),
            CallDirection.OUTBOUND,
            "+12065550100",
            "+12065550181",
            Optional.empty(),
            Optional.empty(),
            new CallFact.TrunkUse(
                Optional.of("the-first-of-the-group-"), Optional.of("pbx"), Optional.empty()));
    CallEnded end =
        new CallEnded(
            STARTED.transactionId(),
            "node-1",
            STARTED.at().plusSeconds(4),
            CallStatus.COMPLETED,
            0,
            "OK",
            Optional.of(STARTED.at().plusMillis(500)),
            Optional.empty(),
            Optional.of("abcdefghijklmno3pqr4st"));
    KnownCall call = KnownCall.NOTHING.with(started).with(end);

    DetailRecord record = DetailRecord.voiceConnector(ACCOUNT, call, DetailRecordTest::name);

    assertThat(record.key())
        .startsWith("Amazon-Chime-Voice-Connector-CDRs/json/abcdefghijklmno3pqr4st/2019/03/01/");
    assertThat(onTheWire(record)).isEqualTo(golden("connector-cdr.json"));
    assertThat(CallFact.fromRecord(started.toRecord())).isEqualTo(started);
    assertThat(CallFact.fromRecord(end.toRecord())).isEqualTo(end);
  }

  @Test
  void theSecondLegOfAnApplicationsCallHasARecordOfItsOwn() {
    String leg = "22222222-2222-4333-8444-555555555555";
    CallStarted started =
        new CallStarted(
            leg,
            "node-1",
            STARTED.at(),
            leg,
            "sip-call-id",
            CallDirection.OUTBOUND,
            "+12065550100",
            "+12065550181",
            Optional.empty(),
            Optional.of("aaaaaaaa-0000-4000-8000-000000000001"),
            CallFact.TrunkUse.NONE,
            Optional.of(STARTED.transactionId()));
    CallEnded end =
        new CallEnded(
            leg,
            "node-1",
            STARTED.at().plusSeconds(4),
            CallStatus.COMPLETED,
            0,
            "OK",
            Optional.of(STARTED.at()),
            Optional.empty(),
            Optional.empty());
    KnownCall call = KnownCall.NOTHING.with(started).with(end);

    DetailRecord record =
        DetailRecord.application(ACCOUNT, call, DetailRecordTest::name).orElseThrow();

    assertThat(record.key()).endsWith("_" + leg);
    assertThat(record.document())
        .containsEntry("TransactionId", STARTED.transactionId())
        .containsEntry("CallId", leg)
        .containsEntry("Direction", "Outbound")
        .containsEntry("CallLegTriggerType", "CALL_AND_BRIDGE")
        .containsEntry("BillableDurationSeconds", 6L);
    assertThat(CallFact.fromRecord(started.toRecord())).isEqualTo(started);
  }

  @ParameterizedTest
  @ValueSource(strings = {"call-started.json", "call-answered.json", "call-ended.json"})
  void aFactGoesThroughTheStreamUnchangedUnderAnIdOfItsOwn(String file) {
    CallFact fact = fact(file);

    StreamRecord entry = fact.toRecord();

    assertThat(CallFact.fromRecord(entry)).isEqualTo(fact);
    assertThat(Json.readObject(Json.write(entry.body())))
        .isEqualTo(Golden.document(DetailRecordTest.class, file));
    assertThat(entry.key()).isEqualTo("11111111-2222-4333-8444-555555555555");
    assertThat(entry.id()).isEqualTo(entry.key() + "/" + fact.getClass().getSimpleName());
  }

  @Test
  void whatIsNoFactIsRefusedAndSaysWhy() {
    assertThatThrownBy(() -> CallFactDocuments.fromDocument(Map.of("Fact", "CallBegun")))
        .isInstanceOf(DocumentException.class)
        .hasMessage("CallFact.TransactionId must be a text.");
    assertThatThrownBy(
            () -> CallFactDocuments.fromDocument(changed("TransactionId", "../../secrets")))
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining("must be GUIDs");
    assertThatThrownBy(() -> CallFactDocuments.fromDocument(changed("At", "yesterday")))
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining("CallFact.At must be a moment");
    assertThatThrownBy(() -> CallFactDocuments.fromDocument(changed("Fact", "CallBegun")))
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining("CallStarted, CallAnswered or CallEnded");
    assertThatThrownBy(() -> CallFactDocuments.fromDocument(changed("SipMediaApplicationId", "..")))
        .isInstanceOf(DocumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0.0",
    "1, 6, 0.1",
    "5999, 6, 0.1",
    "6000, 6, 0.1",
    "6001, 12, 0.2",
    "18000, 18, 0.3",
    "60000, 60, 1.0",
    "3600000, 3600, 60.0"
  })
  void callsAreBilledInStepsOfSixSeconds(long millis, long seconds, double minutes) {
    Instant answered = Instant.parse("2025-01-01T00:00:00Z");

    long billed = Usage.billableSeconds(Optional.of(answered), answered.plusMillis(millis));

    assertThat(billed).isEqualTo(seconds);
    assertThat(Usage.minutes(billed)).isEqualTo(minutes);
  }

  @Test
  void unansweredCallsAndClocksThatWentBackAreNotBilled() {
    Instant now = Instant.parse("2025-01-01T00:00:00Z");

    assertThat(Usage.billableSeconds(Optional.empty(), now)).isZero();
    assertThat(Usage.billableSeconds(Optional.of(now), now.minusSeconds(5))).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "+12065550100, US",
    "+14165550100, CA",
    "+18765550100, JM",
    "+78005550100, RU",
    "+77015550100, KZ",
    "+3726030000, EE",
    "+33123456789, FR",
    "+4930123456, DE",
    "+5926001234, GY"
  })
  void aNumberHasTheCountryOfItsLongestPrefix(String number, String country) {
    assertThat(Countries.of(number)).contains(country);
  }

  @ParameterizedTest
  @ValueSource(strings = {"anonymous", "", "12065550100", "+999123456", "+1"})
  void anythingElseHasNoCountry(String number) {
    assertThat(Countries.of(number)).isEmpty();
  }

  @Test
  void usageTypesNameRegionCountriesAndDirection() {
    assertThat(Usage.type("us-east-1", CallDirection.OUTBOUND, "+12065550100", "+12065550101"))
        .isEqualTo("USE1-US-US-outbound-minutes");
    assertThat(Usage.type("eu-west-1", CallDirection.INBOUND, "anonymous", "+442071838750"))
        .isEqualTo("EU-GB-inbound-minutes");
    assertThat(Usage.type("mars-north-1", CallDirection.INBOUND, "x", "y"))
        .isEqualTo("mars-north-1-ZZ-inbound-minutes");
  }

  @Test
  void theTrunkOfAnAccountIsAlwaysTheSame() {
    assertThat(TRUNK).matches("[a-z0-9]{22}").isEqualTo(PstnTrunk.id(ACCOUNT));
    assertThat(PstnTrunk.id(new Account("111122223333", "us-west-2"))).isNotEqualTo(TRUNK);
    assertThat(PstnTrunk.id(new Account("111122223334", "us-east-1"))).isNotEqualTo(TRUNK);
  }

  private static Optional<String> name(String number) {
    return number.equals("+12065550100") ? Optional.of("South Campus Reception") : Optional.empty();
  }

  private static Map<String, Object> changed(String field, String value) {
    Map<String, Object> document = Golden.document(DetailRecordTest.class, "call-started.json");
    document.put(field, value);
    return document;
  }

  private static CallFact fact(String file) {
    return CallFactDocuments.fromDocument(Golden.document(DetailRecordTest.class, file));
  }

  private static Map<String, Object> onTheWire(DetailRecord record) {
    return Json.readObject(Json.write(record.document()));
  }

  private static Map<String, Object> golden(String file) {
    Map<String, Object> document = Golden.document(DetailRecordTest.class, file);
    document.replace("VoiceConnectorId", "@TRUNK@", TRUNK);
    return document;
  }
}
