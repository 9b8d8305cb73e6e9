package org.carillon.media.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** URIs by the grammar and the comparison rules of RFC 3261 section 19.1. */
class SipUriTest {

  @Test
  void partsAreRead() throws Exception {
    SipUri uri =
        SipUri.parse("SIPS:ali%63e:pw@[2001:db8::1]:5071;transport=tcp;lr?subject=x&priority=y");

    assertThat(uri.scheme()).isEqualTo("sips");
    assertThat(uri.user()).contains("alice");
    assertThat(uri.rawUser()).contains("ali%63e");
    assertThat(uri.host()).isEqualTo("[2001:db8::1]");
    assertThat(uri.port()).isEqualTo(5071);
    assertThat(uri.parameters().get("TRANSPORT")).contains("tcp");
    assertThat(uri.parameters().has("lr")).isTrue();
    assertThat(uri.headers()).isEqualTo("subject=x&priority=y");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sip:example.com",
        "sip:+12065550100@example.com:5060;user=phone",
        "sip:a;b=c@[::1];lr",
        "tel:+1-206-555-0100;phone-context=example.com",
        "urn:service:sos",
        "sip:u:p@h;x=y?a=b"
      })
  void textComesBackAsItWas(String text) throws Exception {
    assertThat(SipUri.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sip",
        "sip:",
        ":x",
        "1sip:x",
        "sip:@host",
        "sip:user@",
        "sip:user@ho st",
        "sip:host:port",
        "sip:host:70000",
        "sip:host:",
        "sip:us%er@host",
        "sip:us%4@host",
        "sip:host;",
        "sip:host;a=",
        "sip:host;a=b;;c",
        "sip:host?",
        "sip:[::1",
        "sip:[x]",
        "sip:<host>",
        "sip:host\r\nX: y",
        "tel:",
        "tel:abc xyz"
      })
  void brokenUriIsRefused(String text) {
    assertThatThrownBy(() -> SipUri.parse(text)).isInstanceOf(SipParseException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sip:%61lice@atlanta.com;transport=TCP   | sip:alice@AtlanTa.CoM;Transport=tcp  | true
          sip:carol@chicago.com                   | sip:carol@chicago.com;newparam=5     | true
          sip:carol@chicago.com;newparam=5        | sip:carol@chicago.com;security=on    | true
          SIP:ALICE@atlanta.com                   | sip:alice@atlanta.com                | false
          sip:bob@biloxi.com                      | sip:bob@biloxi.com:5060              | false
          sip:bob@biloxi.com                      | sip:bob@biloxi.com;transport=udp     | false
          sip:carol@chicago.com;security=on       | sip:carol@chicago.com;security=off   | false
          sip:carol@chicago.com                   | sips:carol@chicago.com               | false
          """)
  void comparisonFollowsSection1914(String one, String other, boolean same) throws Exception {
    SipUri first = SipUri.parse(one);
    SipUri second = SipUri.parse(other);

    assertThat(first.equals(second)).isEqualTo(same);
    assertThat(second.equals(first)).isEqualTo(same);
    if (same) {
      assertThat(first.hashCode()).isEqualTo(second.hashCode());
    }
  }

  @Test
  void builtUserIsEscaped() throws Exception {
    SipUri uri = SipUri.sip("a b@c:\u00e9", "::1", 5060);

    assertThat(uri).hasToString("sip:a%20b%40c%3A%C3%A9@[::1]:5060");
    assertThat(SipUri.parse(uri.toString()).user()).contains("a b@c:\u00e9");
  }
}
