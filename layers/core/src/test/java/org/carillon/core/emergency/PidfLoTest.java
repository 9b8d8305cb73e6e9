package org.carillon.core.emergency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Location objects in calls (RFC 4119, RFC 5139). */
public class PidfLoTest {

  /** The guide's example. */
  public static final String GUIDE =
      """
      <?xml version="1.0" encoding="utf-8"?>
      <presence xmlns="urn:ietf:params:xml:ns:pidf"
      xmlns:gp="urn:ietf:params:xml:ns:pidf:geopriv10"
      xmlns:bp="urn:ietf:params:xml:ns:pidf:geopriv10:basicPolicy"
      xmlns:ca="urn:ietf:params:xml:ns:pidf:geopriv10:civicAddr"
      entity="sip:amazontest911@test.com">
      <tuple id="0">
        <status>
        <gp:geopriv>
          <gp:location-info>
            <ca:civicAddress>
              <ca:country>US</ca:country>
              <ca:A1>WA</ca:A1>
              <ca:A3>Seattle</ca:A3>
              <ca:HNO>1812</ca:HNO>
              <ca:RD>Example</ca:RD>
              <ca:STS>Ave</ca:STS>
              <ca:NAM>Low Flying Turtle</ca:NAM>
              <ca:PC>98101</ca:PC>
            </ca:civicAddress>
          </gp:location-info>
        </gp:geopriv>
      </status>
        <timestamp>2021-09-22T13:37:31.03</timestamp>
      </tuple>
      </presence>
      """;

  @Test
  void theGuidesExampleIsRead() {
    assertThat(PidfLo.parse(GUIDE))
        .hasValueSatisfying(
            location -> {
              assertThat(location.point()).isEmpty();
              assertThat(location.civic().orElseThrow().elements())
                  .containsAllEntriesOf(
                      Map.of("A1", "WA", "A3", "Seattle", "HNO", "1812", "PC", "98101"));
              assertThat(location.civic().orElseThrow().line())
                  .isEqualTo("Low Flying Turtle, 1812 Example Ave, Seattle, WA 98101, US");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "urn:ietf:params:xml:ns:pidf:geopriv10:civicAddr, civicAddress, true",
    "urn:ietf:params:xml:ns:pidf:geopriv10:civicLoc, civicAddress, true",
    "urn:ietf:params:xml:ns:pidf:geopriv10:civicLoc, civilAddress, true",
    "urn:ietf:params:xml:ns:pidf:geopriv10:civicaddr, civicAddress, true",
    "urn:ietf:params:xml:ns:pidf:geopriv10, civicAddress, false",
    "urn:example, civicAddress, false",
    "urn:ietf:params:xml:ns:pidf:geopriv10:civicAddr, address, false"
  })
  void bothRfcsSpellingsAreRead(String namespace, String element, boolean isRead) {
    String text =
        "<p xmlns:c='%s'><c:%s><c:A6>Pike</c:A6><c:A1>WA</c:A1></c:%s></p>"
            .formatted(namespace, element, element);

    assertThat(PidfLo.parse(text).isPresent()).isEqualTo(isRead);
  }

  @Test
  void aByteOrderMarkBeforeItDoesNotMatter() {
    assertThat(PidfLo.parse("\uFEFF" + GUIDE)).isEqualTo(PidfLo.parse(GUIDE)).isPresent();
  }

  @Test
  void aPointIsALocationToo() {
    assertThat(
            PidfLo.parse(
                "<p xmlns:gml='http://www.opengis.net/gml'><gml:Point>"
                    + "<gml:pos>47.6062 -122.3321</gml:pos></gml:Point></p>"))
        .hasValueSatisfying(it -> assertThat(it.point()).contains("47.6062 -122.3321"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "<",
        "<presence/>",
        "no xml at all",
        "<a><b></a>",
        "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
        "<!DOCTYPE a [<!ENTITY x 'y'><!ENTITY z '&x;&x;&x;&x;'>]>"
            + "<c:civicAddress xmlns:c='urn:ietf:params:xml:ns:pidf:geopriv10:civicAddr'>"
            + "<c:A1>&z;</c:A1></c:civicAddress>",
        "<c:civicAddress xmlns:c='urn:ietf:params:xml:ns:pidf:geopriv10:civicAddr'>"
            + "<c:A1>&undeclared;</c:A1></c:civicAddress>",
        "<c:civicAddress xmlns:c='urn:ietf:params:xml:ns:pidf:geopriv10:civicAddr'>"
            + "<c:A1><b>WA</b></c:A1></c:civicAddress>",
        "<c:civicAddress xmlns:c='urn:ietf:params:xml:ns:pidf:geopriv10:civicAddr'/>"
      })
  void whatIsNoLocationIsNone(String text) {
    assertThat(PidfLo.parse(text)).isEmpty();
  }

  @Test
  void hugeAndDeepDocumentsAreNotRead() {
    assertThat(PidfLo.parse(GUIDE + " ".repeat(PidfLo.MAX_LENGTH))).isEmpty();
    String civic =
        "<c:civicAddress xmlns:c='urn:ietf:params:xml:ns:pidf:geopriv10:civicAddr'>"
            + "<c:A1>WA</c:A1></c:civicAddress>";
    assertThat(PidfLo.parse("<a>".repeat(20) + civic + "</a>".repeat(20))).isPresent();
    assertThat(PidfLo.parse("<a>".repeat(40) + civic + "</a>".repeat(40))).isEmpty();
    assertThat(PidfLo.parse("<a>" + "<b/>".repeat(600) + civic + "</a>")).isEmpty();
    assertThat(PidfLo.parse("<a>" + civic.replace("WA", "x".repeat(300)) + "</a>")).isEmpty();
  }

  @Test
  void whateverIsChangedInADocumentItIsReadOrNot() {
    Random random = new Random(911);
    for (int round = 0; round < 3000; round++) {
      StringBuilder text = new StringBuilder(GUIDE);
      for (int change = 0; change <= round % 8; change++) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.deleteCharAt(at);
          case 1 -> text.insert(at, (char) random.nextInt(0x3000));
          default -> text.setCharAt(at, "<>&'\"/!?[]\0 ".charAt(random.nextInt(12)));
        }
      }
      assertThat(PidfLo.parse(text.toString())).isNotNull();
    }
  }
}
