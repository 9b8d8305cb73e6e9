package org.carillon.media.sip.message;

import java.util.Locale;

/** Media types of Content-Type and Accept (RFC 3261 section 20.15). */
public final class MediaType {

  private MediaType() {}

  /** Type and subtype in lower case, without parameters and spaces. */
  public static String essence(String value) {
    int end = value.indexOf(';');
    String type = end < 0 ? value : value.substring(0, end);
    return type.replace(" ", "").replace("\t", "").toLowerCase(Locale.ROOT);
  }

  /** Whether an Accept range such as {@code application/*} or {@code *}{@code /*} covers a type. */
  public static boolean covers(String range, String essence) {
    String wanted = essence(range);
    return wanted.equals("*/*")
        || wanted.equals(essence)
        || (wanted.endsWith("/*") && essence.startsWith(wanted.substring(0, wanted.length() - 1)));
  }
}
