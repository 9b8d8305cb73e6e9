package org.carillon.media.sip.transport;

import java.util.List;
import java.util.Set;

/**
 * The cipher suites of the administration guide ("Using encryption with Voice Connectors"), and
 * those of TLS 1.3. The ones that keep past calls secret when the key is lost come first.
 */
enum TlsSuites {
  TLS13_AES256_GCM("TLS_AES_256_GCM_SHA384", "TLS_AES_256_GCM_SHA384"),
  TLS13_AES128_GCM("TLS_AES_128_GCM_SHA256", "TLS_AES_128_GCM_SHA256"),
  ECDHE_AES256_GCM("ECDHE-RSA-AES256-GCM-SHA384", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"),
  ECDHE_AES128_GCM("ECDHE-RSA-AES128-GCM-SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"),
  ECDHE_AES256_CBC("ECDHE-RSA-AES256-SHA384", "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384"),
  ECDHE_AES128_CBC("ECDHE-RSA-AES128-SHA256", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256"),
  DHE_AES256_GCM("DHE-RSA-AES256-GCM-SHA384", "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384"),
  DHE_AES128_GCM("DHE-RSA-AES128-GCM-SHA256", "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256"),
  DHE_AES256_CBC("DHE-RSA-AES256-SHA256", "TLS_DHE_RSA_WITH_AES_256_CBC_SHA256"),
  DHE_AES128_CBC("DHE-RSA-AES128-SHA256", "TLS_DHE_RSA_WITH_AES_128_CBC_SHA256"),
  RSA_AES256_GCM("AES256-GCM-SHA384", "TLS_RSA_WITH_AES_256_GCM_SHA384"),
  RSA_AES128_GCM("AES128-GCM-SHA256", "TLS_RSA_WITH_AES_128_GCM_SHA256"),
  RSA_AES256_CBC256("AES256-SHA256", "TLS_RSA_WITH_AES_256_CBC_SHA256"),
  RSA_AES128_CBC256("AES128-SHA256", "TLS_RSA_WITH_AES_128_CBC_SHA256"),
  RSA_AES256_CBC("AES256-SHA", "TLS_RSA_WITH_AES_256_CBC_SHA"),
  RSA_AES128_CBC("AES128-SHA", "TLS_RSA_WITH_AES_128_CBC_SHA");

  private final String guideName;
  private final String javaName;

  TlsSuites(String guideName, String javaName) {
    this.guideName = guideName;
    this.javaName = javaName;
  }

  /** The name in the guide, which is OpenSSL's. */
  String guideName() {
    return guideName;
  }

  /** The name in the JDK, which is IANA's. */
  String javaName() {
    return javaName;
  }

  /** Those that are in {@code supported}, or those that are not. */
  static List<TlsSuites> in(Set<String> supported, boolean wanted) {
    return List.of(values()).stream()
        .filter(suite -> supported.contains(suite.javaName) == wanted)
        .toList();
  }
}
