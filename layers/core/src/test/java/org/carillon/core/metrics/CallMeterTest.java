package org.carillon.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.carillon.core.metrics.MediaReading.Flow;
import org.carillon.core.ports.MetricDatum;
import org.carillon.core.records.CallDirection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What calls add to the metrics. */
class CallMeterTest {

  private static final MetricScope CONNECTOR =
      MetricScope.ofConnector("abcdef1ghij2klmno3pqr4", "us-west-2");
  private static final MetricScope REGION = MetricScope.ofRegion("us-east-1");

  private Instant now = Instant.parse("2026-03-01T11:01:10Z");
  private final MetricCollector collector = new MetricCollector();

  private CallMeter meter(MetricScope scope, CallDirection way) {
    CallMeter meter = new CallMeter(collector, () -> now);
    meter.belongsTo(scope, way);
    return meter;
  }

  @Test
  void anAnsweredInboundCallIsAnAttemptAndAnAnswer() {
    CallMeter call = meter(CONNECTOR, CallDirection.INBOUND);
    call.started();
    call.taken(false);
    call.answered();
    call.ended(false);

    assertThat(sums(CONNECTOR))
        .isEqualTo(
            Map.of(
                "InboundCallAttempts", 1.0,
                "InboundCallsAnswered", 1.0,
                "InboundCallsActive", 1.0,
                "VoiceConnectorActiveCallCount", 1.0));
  }

  @Test
  void aRefusedOutboundCallIsAnAttemptAndAFailure() {
    CallMeter call = meter(CONNECTOR, CallDirection.OUTBOUND);
    call.started();
    call.throttled();
    call.ended(true);

    assertThat(sums(CONNECTOR))
        .isEqualTo(
            Map.of("OutboundCallAttempts", 1.0, "OutboundCallFailures", 1.0, "Throttles", 1.0));
  }

  @Test
  void anAnsweredOutboundCallIsCountedOut() {
    CallMeter call = meter(CONNECTOR, CallDirection.OUTBOUND);
    call.started();
    call.taken(false);
    call.answered();

    assertThat(sums(CONNECTOR))
        .containsEntry("OutboundCallsAnswered", 1.0)
        .containsEntry("OutboundCallsActive", 1.0);
  }

  @Test
  void aCallOfAnApplicationHasNoConnector() {
    CallMeter call = meter(REGION, CallDirection.INBOUND);
    call.started();
    call.taken(true);

    assertThat(sums(REGION))
        .isEqualTo(
            Map.of(
                "InboundCallAttempts", 1.0, "InboundCallsActive", 1.0, "SmaActiveCallCount", 1.0));
  }

  @Test
  void callsAtTheSameTimeAreTheMostOfTheMinuteAndFallToZeroOnce() {
    CallMeter first = meter(CONNECTOR, CallDirection.INBOUND);
    first.started();
    first.taken(false);
    CallMeter second = meter(CONNECTOR, CallDirection.INBOUND);
    second.started();
    second.taken(false);
    second.ended(false);

    assertThat(sums(CONNECTOR)).containsEntry("VoiceConnectorActiveCallCount", 2.0);
    assertThat(sums(CONNECTOR)).containsEntry("VoiceConnectorActiveCallCount", 1.0);
    first.ended(false);
    assertThat(sums(CONNECTOR)).containsEntry("VoiceConnectorActiveCallCount", 1.0);
    assertThat(sums(CONNECTOR)).containsEntry("VoiceConnectorActiveCallCount", 0.0);
    assertThat(sums(CONNECTOR)).isEmpty();
  }

  @Test
  void afterAFailOverTheNextConnectorHasTheCall() {
    MetricScope other = MetricScope.ofConnector("zbcdef1ghij2klmno3pqr4", "us-east-1");
    CallMeter call = meter(CONNECTOR, CallDirection.INBOUND);
    call.started();
    call.taken(false);
    call.belongsTo(other, CallDirection.INBOUND);
    call.answered();

    List<MetricDatum> made = collector.take(now);
    assertThat(made)
        .filteredOn(datum -> datum.name().equals("InboundCallsAnswered"))
        .singleElement()
        .satisfies(
            datum ->
                assertThat(datum.dimensions())
                    .isEqualTo(Metric.dimensions(other.voiceConnectorId(), other.region())));
    call.ended(false);
    assertThat(call.scope()).isEqualTo(other);
    assertThat(collector.take(now))
        .allSatisfy(datum -> assertThat(datum.maximum()).isBetween(0.0, 1.0));
    assertThat(collector.take(now)).allSatisfy(datum -> assertThat(datum.maximum()).isZero());
    assertThat(collector.take(now)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "SIP_1XX_CODES",
        "SIP_2XX_CODES",
        "SIP_3XX_CODES",
        "SIP_4XX_CODES",
        "SIP_5XX_CODES",
        "SIP_6XX_CODES"
      })
  void responsesAreCountedByTheirHundred(Metric metric) {
    int status = (metric.wireName().charAt(3) - '0') * 100 + 80;
    CallMeter call = meter(CONNECTOR, CallDirection.INBOUND);
    call.response(status);
    call.response(status);
    call.response(700);

    assertThat(sums(CONNECTOR)).isEqualTo(Map.of(metric.wireName(), 2.0));
  }

  private static final MediaReading FIRST =
      new MediaReading(
          new Flow(3_000, 516_000, 12, 1_000, 7, OptionalDouble.of(1000.333)),
          new Flow(3_001, 516_172, 11, 900, 5, OptionalDouble.of(4000)),
          OptionalDouble.of(40_000),
          OptionalDouble.of(4.31));

  private static final MediaReading SINCE =
      new MediaReading(
          new Flow(3_000, 516_000, 12, 1_100, 0, OptionalDouble.of(2000)),
          new Flow(3_001, 516_172, 11, 950, 1, OptionalDouble.of(6000)),
          OptionalDouble.of(60_000),
          OptionalDouble.of(4.5));

  private static final MediaReading WHOLE =
      new MediaReading(
          new Flow(6_000, 1_032_000, 24, 2_100, 7, OptionalDouble.of(1500)),
          new Flow(6_002, 1_032_344, 22, 1_850, 6, OptionalDouble.of(5000)),
          OptionalDouble.of(50_000),
          OptionalDouble.of(4.4));

  private static final Flow NOTHING = new Flow(0, 0, 0, 0, 0, OptionalDouble.empty());

  private static MediaInterval first() {
    return new MediaInterval(FIRST, FIRST);
  }

  @Test
  void theMediaOfTheCustomerIsTold() {
    CallMeter call = meter(CONNECTOR, CallDirection.OUTBOUND);
    call.started();
    collector.take(now);
    Map<String, Object> log = call.media(CallSide.CUSTOMER, first());

    assertThat(log)
        .containsEntry("cust2vc_rtp_packets", 3_000L)
        .containsEntry("cust2vc_rtp_bytes", 516_000L)
        .containsEntry("cust2vc_rtcp_packets", 12L)
        .containsEntry("cust2vc_rtcp_bytes", 1_000L)
        .containsEntry("cust2vc_packets_lost", 7L)
        .containsEntry("cust2vc_jitter", 1000.33)
        .containsEntry("vc2cust_rtp_packets", 3_001L)
        .containsEntry("vc2cust_rtp_bytes", 516_172L)
        .containsEntry("vc2cust_rtcp_packets", 11L)
        .containsEntry("vc2cust_rtcp_bytes", 900L)
        .containsEntry("vc2cust_packets_lost", 5L)
        .containsEntry("vc2cust_jitter", 4000.0)
        .containsEntry("rtt_btwn_vc_and_cust", 40_000.0)
        .containsKey("mos_btwn_vc_and_cust")
        .hasSize(14);
    Map<String, Double> sums = sums(CONNECTOR);
    assertThat(sums)
        .containsEntry("CustomerToVcRtpPackets", 3_000.0)
        .containsEntry("VcToCustomerPacketsLost", 5.0)
        .containsEntry("RTTBetweenVcAndCustomer", 40_000.0)
        .hasSize(14);
    assertThat(sums).containsEntry("MOSBetweenVcAndCustomer", 4.31);
  }

  @Test
  void theNextMinuteTellsWhatCameSinceAndLossesOfTheWholeCall() {
    CallMeter call = meter(CONNECTOR, CallDirection.INBOUND);
    call.started();
    call.media(CallSide.REMOTE, first());
    collector.take(now);
    now = now.plus(Duration.ofMinutes(1));
    Map<String, Object> log = call.media(CallSide.REMOTE, new MediaInterval(SINCE, WHOLE));

    assertThat(log)
        .containsEntry("rem2vc_rtp_packets", 3_000L)
        .containsEntry("rem2vc_rtcp_bytes", 1_100L)
        .containsEntry("rem2vc_packets_lost", 7L)
        .containsEntry("rem2vc_jitter", 2000.0)
        .containsEntry("vc2rem_packets_lost", 6L)
        .containsEntry("vc2rem_jitter", 6000.0)
        .containsEntry("rtt_btwn_vc_and_rem", 60_000.0);
    assertThat(sums(CONNECTOR))
        .hasSize(14)
        .containsEntry("RemoteToVcPacketsLost", 7.0)
        .containsEntry("MOSBetweenVcAndRemote", 4.4);
  }

  @Test
  void whatWasNotMeasuredIsNotTold() {
    CallMeter call = meter(CONNECTOR, CallDirection.INBOUND);
    call.started();
    collector.take(now);

    MediaReading silence =
        new MediaReading(NOTHING, NOTHING, OptionalDouble.empty(), OptionalDouble.empty());
    assertThat(call.media(CallSide.CUSTOMER, new MediaInterval(silence, silence))).isEmpty();
    assertThat(sums(CONNECTOR)).isEmpty();
    assertThat(silence.summary()).isEmpty();

    MediaReading little =
        new MediaReading(
            new Flow(1, 172, 0, 0, -1, OptionalDouble.empty()),
            NOTHING,
            OptionalDouble.empty(),
            OptionalDouble.of(4.4));
    assertThat(call.media(CallSide.CUSTOMER, new MediaInterval(little, little)))
        .doesNotContainKeys("cust2vc_jitter", "vc2cust_jitter", "rtt_btwn_vc_and_cust")
        .containsEntry("cust2vc_packets_lost", 0L)
        .containsKey("mos_btwn_vc_and_cust");
    assertThat(FIRST.summary())
        .contains("3000 packets in, 3001 out, 7 lost in, 5 lost out, jitter 1.0 ms, MOS 4.3");
  }

  @Test
  void everyMetricOfTheGuideIsMadeByACall() {
    for (CallDirection way : CallDirection.values()) {
      CallMeter call = meter(CONNECTOR, way);
      call.started();
      call.taken(way == CallDirection.INBOUND);
      call.throttled();
      call.answered();
      for (int kind = 1; kind <= 6; kind++) {
        call.response(kind * 100);
      }
      call.media(CallSide.CUSTOMER, first());
      call.media(CallSide.REMOTE, first());
      call.ended(true);
    }
    Set<String> made = sums(CONNECTOR).keySet();

    assertThat(made)
        .isEqualTo(
            EnumSet.allOf(Metric.class).stream().map(Metric::wireName).collect(Collectors.toSet()));
  }

  private Map<String, Double> sums(MetricScope scope) {
    List<MetricDatum> taken = collector.take(now);
    assertThat(taken)
        .allSatisfy(
            datum -> {
              assertThat(datum.dimensions())
                  .isEqualTo(Metric.dimensions(scope.voiceConnectorId(), scope.region()));
              assertThat(datum.at().getEpochSecond() % 60).isZero();
            });
    return taken.stream().collect(Collectors.toMap(MetricDatum::name, MetricDatum::sum));
  }
}
