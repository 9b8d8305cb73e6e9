package org.carillon.core.records;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.carillon.core.numbers.Countries;

/** What is billed for a call, and under which name (O1). */
final class Usage {

  /**
   * Calls are billed in steps of 6 seconds, a tenth of a minute: the guide's example bills 6 s, or
   * 0.1 minutes, for a call of 4 s.
   */
  private static final int STEP_SECONDS = 6;

  /** Regions as usage types name them, from the public price lists. */
  private static final Map<String, String> REGION_CODES =
      Map.of(
          "us-east-1", "USE1",
          "us-west-2", "USW2",
          "ca-central-1", "CAN1",
          "eu-central-1", "EUC1",
          "eu-west-1", "EU",
          "eu-west-2", "EUW2",
          "ap-northeast-1", "APN1",
          "ap-northeast-2", "APN2",
          "ap-southeast-1", "APS1",
          "ap-southeast-2", "APS2");

  /** ISO 3166-1 keeps ZZ free for users: a number whose country is not known. */
  private static final String UNKNOWN_COUNTRY = "ZZ";

  private Usage() {}

  /** Seconds from the answer to the end, in whole steps; 0 for a call that was not answered. */
  static long billableSeconds(Optional<Instant> answeredAt, Instant endedAt) {
    if (answeredAt.isEmpty() || !endedAt.isAfter(answeredAt.get())) {
      return 0;
    }
    long millis = Duration.between(answeredAt.get(), endedAt).toMillis();
    return Math.ceilDiv(millis, STEP_SECONDS * 1000L) * STEP_SECONDS;
  }

  /** The same in minutes, with one decimal. */
  static double minutes(long billableSeconds) {
    return billableSeconds / 60.0;
  }

  /** As {@code USE1-US-inbound-minutes} or {@code USE1-US-US-outbound-minutes}. */
  static String type(String region, CallDirection direction, String from, String to) {
    String code = REGION_CODES.getOrDefault(region, region);
    String called = Countries.of(to).orElse(UNKNOWN_COUNTRY);
    return switch (direction) {
      case INBOUND -> code + "-" + called + "-inbound-minutes";
      case OUTBOUND ->
          code
              + "-"
              + Countries.of(from).orElse(UNKNOWN_COUNTRY)
              + "-"
              + called
              + "-outbound-minutes";
    };
  }
}
