package org.carillon.functions.sipruledispatch;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A caller's URL leads to public hosts only (N13). */
class HttpsCertificatesTest {

  @ParameterizedTest
  @CsvSource({
    "http://192.0.43.8/a.pem, not an https URL",
    "file:///etc/passwd, not an https URL",
    "https://8.8.8.8:22/a.pem, not an https URL",
    "https://127.0.0.1/a.pem, not a public host",
    "https://169.254.169.254/latest, not a public host",
    "https://10.0.0.1:8443/a.pem, not a public host",
    "https://[::1]/a.pem, not a public host",
    "https://[fd00::1]/a.pem, not a public host",
    "https://localhost/a.pem, not a public host"
  })
  void privateHostsAndOtherPortsAreNotAsked(String url, String words) {
    try (HttpsCertificates certificates = new HttpsCertificates()) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> certificates.fetch(URI.create(url)))
          .withMessageContaining(words);
    }
  }
}
