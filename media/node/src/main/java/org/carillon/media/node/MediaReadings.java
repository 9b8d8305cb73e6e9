package org.carillon.media.node;

import java.util.OptionalDouble;
import org.carillon.core.metrics.MediaReading;
import org.carillon.core.metrics.MediaReading.Flow;
import org.carillon.media.rtp.MediaReport;

/** The report of a stream in the words of the core. */
final class MediaReadings {

  private static final int MICROS = 1000;

  private MediaReadings() {}

  static MediaReading of(MediaReport report) {
    return new MediaReading(
        flow(report.received()),
        flow(report.sent()),
        known(report.roundTripMillis(), MICROS),
        known(report.mos(), 1));
  }

  private static Flow flow(MediaReport.Way way) {
    return new Flow(
        way.packets(),
        way.bytes(),
        way.rtcpPackets(),
        way.rtcpBytes(),
        way.lost(),
        known(way.jitterMillis(), MICROS));
  }

  private static OptionalDouble known(double value, int times) {
    return value < 0 ? OptionalDouble.empty() : OptionalDouble.of(value * times);
  }
}
