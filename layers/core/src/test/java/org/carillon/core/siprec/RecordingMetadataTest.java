package org.carillon.core.siprec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.carillon.core.documents.DocumentException;
import org.carillon.core.siprec.RecordingMetadata.Participant;
import org.carillon.core.siprec.RecordingMetadata.Session;
import org.carillon.core.siprec.RecordingMetadata.Talk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a recording client says of its call (RFC 7865), good and bad (V11). */
class RecordingMetadataTest {

  /** After the example of RFC 7865 section 10, with two participants. */
  private static final String CALL =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <recording xmlns="urn:ietf:params:xml:ns:recording:1">
        <datamode>complete</datamode>
        <group group_id="7+OTCyoxTmqmqyA/1weDAg==">
          <associate-time>2010-12-16T23:41:07Z</associate-time>
        </group>
        <session session_id="hVpd7YQgRW2nD22h7q60JQ==">
          <sipSessionID>ab30317f1a784dc48ff824d0d3715d86;remote=47755a9de7794ba387653f2099600ef2</sipSessionID>
          <group-ref>7+OTCyoxTmqmqyA/1weDAg==</group-ref>
        </session>
        <participant participant_id="srfBElmCRp2QB23b7Mpk0w==">
          <nameID aor="sip:bob@biloxi.com"><name xml:lang="it">Bob B</name></nameID>
        </participant>
        <participant participant_id="zSfPoSvdSDCmU3A3TRDxAw==">
          <nameID aor="sip:Paul@biloxi.com"><name>Paul</name></nameID>
        </participant>
        <stream stream_id="UAAMm5GRQKSCMVvLyl4rFw==" session_id="hVpd7YQgRW2nD22h7q60JQ==">
          <label>96</label>
        </stream>
        <stream stream_id="i1Pz3to5hGk8fuXl+PbwCw==" session_id="hVpd7YQgRW2nD22h7q60JQ==">
          <label>97</label>
        </stream>
        <participantstreamassoc participant_id="srfBElmCRp2QB23b7Mpk0w==">
          <send>UAAMm5GRQKSCMVvLyl4rFw==</send>
          <recv>i1Pz3to5hGk8fuXl+PbwCw==</recv>
        </participantstreamassoc>
      </recording>
      """;

  @Test
  void theExampleOfTheStandardIsRead() {
    RecordingMetadata metadata = RecordingMetadata.parse(CALL);

    assertThat(metadata.complete()).isTrue();
    assertThat(metadata.sessions())
        .containsExactly(
            new Session(
                "hVpd7YQgRW2nD22h7q60JQ==",
                "ab30317f1a784dc48ff824d0d3715d86;remote=47755a9de7794ba387653f2099600ef2"));
    assertThat(metadata.participants())
        .containsExactly(
            new Participant("srfBElmCRp2QB23b7Mpk0w==", "sip:bob@biloxi.com", "Bob B"),
            new Participant("zSfPoSvdSDCmU3A3TRDxAw==", "sip:Paul@biloxi.com", "Paul"));
    assertThat(metadata.streams())
        .extracting(RecordingMetadata.Stream::label)
        .containsExactly("96", "97");
    assertThat(metadata.talks())
        .containsExactly(
            new Talk(
                "srfBElmCRp2QB23b7Mpk0w==",
                List.of("UAAMm5GRQKSCMVvLyl4rFw=="),
                List.of("i1Pz3to5hGk8fuXl+PbwCw==")));
    assertThat(metadata.objection(List.of("96", "97"))).isEmpty();
    assertThat(metadata.objection(List.of("96"))).isEmpty();
  }

  @Test
  void onlyTwoStreamsThatAreNamedCanBeRecorded() {
    RecordingMetadata metadata = RecordingMetadata.parse(CALL);

    assertThat(metadata.objection(List.of())).isPresent();
    assertThat(metadata.objection(List.of("96", "97", "98"))).get().asString().contains("not 3");
    assertThat(metadata.objection(List.of("96", "96"))).get().asString().contains("of its own");
    assertThat(metadata.objection(List.of("96", ""))).get().asString().contains("of its own");
    assertThat(metadata.objection(List.of("96", "5"))).get().asString().contains("label 5");
  }

  static Stream<String> broken() {
    return Stream.of(
        "",
        "recording",
        "<recording/>",
        "<recording xmlns='urn:ietf:params:xml:ns:recording:2'/>",
        "<session xmlns='urn:ietf:params:xml:ns:recording:1'/>",
        CALL.replace("</recording>", ""),
        CALL.replace("stream_id=\"UAAMm5GRQKSCMVvLyl4rFw==\" ", ""),
        CALL.replace("i1Pz3to5hGk8fuXl+PbwCw==\" session", "UAAMm5GRQKSCMVvLyl4rFw==\" session"),
        CALL.replace("<recv>i1Pz", "<recv>other"),
        CALL.replace("Bob B", "B".repeat(513)),
        CALL.replace("<label>96</label>", "<label><b>96</b></label>"),
        CALL + " ".repeat(70_000) + "<x/>",
        // what is outside, and what grows
        "<!DOCTYPE recording [<!ENTITY e SYSTEM 'file:///etc/hostname'>]>"
            + "<recording xmlns='urn:ietf:params:xml:ns:recording:1'>&e;</recording>",
        "<!DOCTYPE r [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;'>]>"
            + "<recording xmlns='urn:ietf:params:xml:ns:recording:1'><datamode>&b;</datamode>"
            + "</recording>",
        "<recording xmlns='urn:ietf:params:xml:ns:recording:1'>" + "<group>".repeat(40),
        "<recording xmlns='urn:ietf:params:xml:ns:recording:1'>"
            + "<group/>".repeat(2_001)
            + "</recording>");
  }

  @ParameterizedTest
  @MethodSource("broken")
  void whatIsNoMetadataIsRefusedWithItsReason(String text) {
    assertThatThrownBy(() -> RecordingMetadata.parse(text))
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining("recording metadata");
  }

  @Test
  void nothingOfAForeignNamespaceCounts() {
    RecordingMetadata metadata =
        RecordingMetadata.parse(
            CALL.replace(
                "<datamode>",
                "<x:stream xmlns:x='urn:x' stream_id='1'><x:label/></x:stream><datamode>"));

    assertThat(metadata.streams()).hasSize(2);
  }

  @Test
  void noChangeOfABodyBreaksTheReader() {
    byte[] call = CALL.getBytes(StandardCharsets.UTF_8);
    Random random = new Random(7865);
    int taken = 0;
    for (int i = 0; i < 3_000; i++) {
      byte[] mutant = call.clone();
      for (int change = random.nextInt(3); change >= 0; change--) {
        mutant[random.nextInt(mutant.length)] = (byte) random.nextInt(256);
      }
      taken += RecordingFuzz.takes(mutant) ? 1 : 0;
    }
    assertThat(taken).isBetween(30, 2_970);
  }
}
