package org.carillon.core;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Moments as texts for sort keys: always of one length, so that the order of the texts is that of
 * the moments. ({@link Instant#toString} leaves out zeros.) {@link Instant#parse} reads them.
 */
public final class SortableTime {

  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.nnnnnnnnn'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private SortableTime() {}

  /** A moment of the years 0 to 9999. */
  public static String of(Instant time) {
    return FORMAT.format(time);
  }
}
