package org.carillon.media.sip.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Offers and answers of RFC 3264 for G.711 and telephone-event. */
class OfferAnswerTest {
  private static final AudioCapabilities LOCAL =
      AudioCapabilities.g711(InetAddress.ofLiteral("127.0.0.1"), 4000, 77);

  private static byte[] offer(String... media) {
    return ("v=0\no=- 1 2 IN IP4 192.0.2.1\ns=-\nc=IN IP4 192.0.2.1\nt=0 0\n"
            + String.join("\n", media)
            + "\n")
        .replace("\n", "\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static int statusOf(byte[] offer) {
    try {
      OfferAnswer.answer(offer, LOCAL);
      return 200;
    } catch (SdpException e) {
      return e.status();
    }
  }

  @Test
  void usualOfferIsAnswered() throws Exception {
    byte[] offer =
        offer(
            "m=audio 49170 RTP/AVP 8 0 96",
            "a=rtpmap:8 PCMA/8000",
            "a=rtpmap:0 PCMU/8000",
            "a=rtpmap:96 telephone-event/8000",
            "a=fmtp:96 0-16",
            "a=ptime:30");

    OfferAnswer.Answer answer = OfferAnswer.answer(offer, LOCAL);

    assertThat(answer.audio().codec()).isEqualTo(Codec.PCMA);
    assertThat(answer.audio().payloadType()).isEqualTo(8);
    assertThat(answer.audio().telephoneEvent()).hasValue(96);
    assertThat(answer.audio().ptime()).isEqualTo(30);
    assertThat(answer.audio().direction()).isEqualTo(Direction.SENDRECV);
    assertThat(answer.audio().remote()).hasToString("/192.0.2.1:49170");
    assertThat(answer.audio().remoteRtcp()).hasToString("/192.0.2.1:49171");
    assertThat(new String(answer.body().bytes(), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            v=0
            o=- 77 1 IN IP4 127.0.0.1
            s=-
            c=IN IP4 127.0.0.1
            t=0 0
            m=audio 4000 RTP/AVP 8 0 96
            a=rtpmap:8 PCMA/8000
            a=rtpmap:0 PCMU/8000
            a=rtpmap:96 telephone-event/8000
            a=fmtp:96 0-15
            a=ptime:20
            a=sendrecv
            """
                .replace("\n", "\r\n"));
  }

  @Test
  void staticPayloadTypesNeedNoRtpmap() throws Exception {
    NegotiatedAudio audio = OfferAnswer.answer(offer("m=audio 1 RTP/AVP 18 0"), LOCAL).audio();

    assertThat(audio.codec()).isEqualTo(Codec.PCMU);
    assertThat(audio.telephoneEvent()).isEmpty();
    assertThat(audio.ptime()).isEqualTo(20);
  }

  @Test
  void dynamicPayloadTypeOfG711IsMapped() throws Exception {
    byte[] offer = offer("m=audio 2000 RTP/AVP 110", "a=rtpmap:110 pcmu/8000/1");

    assertThat(OfferAnswer.answer(offer, LOCAL).audio().payloadType()).isEqualTo(110);
  }

  @Test
  void otherStreamsAreRefusedInTheirPlace() throws Exception {
    byte[] offer =
        offer(
            "m=video 5000 RTP/AVP 31",
            "m=audio 5002 RTP/SAVP 0",
            "m=audio 5004 RTP/AVP 0",
            "m=audio 5006 RTP/AVP 8",
            "m=image 5008 udptl t38");

    List<MediaDescription> streams = OfferAnswer.answer(offer, LOCAL).answer().media();

    assertThat(streams).extracting(MediaDescription::port).containsExactly(0, 0, 4000, 0, 0);
    assertThat(streams)
        .extracting(MediaDescription::protocol)
        .containsExactly("RTP/AVP", "RTP/SAVP", "RTP/AVP", "RTP/AVP", "udptl");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "m=audio 5000 RTP/SAVP 0",
        "m=audio 5000 RTP/AVP 18",
        "m=audio 5000 RTP/AVP 101",
        "m=audio 0 RTP/AVP 0",
        "m=video 5000 RTP/AVP 0",
        "m=audio 5000 RTP/AVP 0\na=rtpmap:0 G729/8000",
        "m=audio 5000 RTP/AVP 96\na=rtpmap:96 PCMU/16000",
        "m=audio 5000 RTP/AVP 96\na=rtpmap:96 PCMU/8000/2",
        "m=audio 5000 RTP/AVP 0\nc=IN IP4 media.example.com",
        "a=nothing"
      })
  void offerWithoutAStreamForUsIsNotAcceptable(String media) {
    assertThat(statusOf(offer(media))).isEqualTo(488);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "m=audio RTP/AVP 0",
        "m=audio 70000 RTP/AVP 0",
        "m=audio -1 RTP/AVP 0",
        "m=audio 5000 RTP/AVP",
        "m=audio 5000 RTP/AVP 0\nc=IN IP9 1.2.3.4",
        "m=audio 5000 RTP/AVP 0\nc=IN IP4",
        "m=audio 5000 RTP/AVP 0\nc=IN IP4 192.0.2.1\t/127",
        "m=audio 5000 RTP/AVP 0\na=:x",
        "audio",
        "m=audio 5000 RTP/AVP 0\n=x",
        "m=audio 5000 RTP/AVP 0\na=\u0000"
      })
  void brokenOfferIsABadRequest(String media) {
    assertThat(statusOf(offer(media))).isEqualTo(400);
  }

  @Test
  void limitsHold() {
    assertThat(statusOf(offer("a=x\n".repeat(1_100)))).isEqualTo(400);
    assertThat(statusOf(offer("a=" + "x".repeat(5_000)))).isEqualTo(400);
    assertThat(statusOf(offer("m=audio 1 RTP/AVP 0\n".repeat(40)))).isEqualTo(400);
    assertThat(statusOf(offer("m=audio 1 RTP/AVP" + " 0".repeat(100)))).isEqualTo(400);
    assertThat(statusOf(new byte[0])).isEqualTo(400);
    assertThat(statusOf(new byte[70_000])).isEqualTo(400);
    assertThat(statusOf("v=1\r\no=- 1 1 IN IP4 1.1.1.1\r\n".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(400);
    assertThat(statusOf("v=0\r\ns=-\r\n".getBytes(StandardCharsets.UTF_8))).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "sendrecv, SENDRECV",
    "sendonly, RECVONLY",
    "recvonly, SENDONLY",
    "inactive, INACTIVE"
  })
  void directionIsSeenFromOurSide(String offered, Direction ours) throws Exception {
    byte[] atStream = offer("m=audio 5000 RTP/AVP 0", "a=" + offered);
    byte[] atSession = offer("a=" + offered, "m=audio 5000 RTP/AVP 0");

    for (byte[] offer : List.of(atStream, atSession)) {
      OfferAnswer.Answer answer = OfferAnswer.answer(offer, LOCAL);
      assertThat(answer.audio().direction()).isEqualTo(ours);
      assertThat(answer.answer().media().getFirst().attribute(ours.attribute())).isPresent();
    }
  }

  @Test
  void ownWishNarrowsTheDirection() throws Exception {
    AudioCapabilities mute = LOCAL.withDirection(Direction.SENDONLY);

    assertThat(OfferAnswer.answer(offer("m=audio 1 RTP/AVP 0"), mute).audio().direction())
        .isEqualTo(Direction.SENDONLY);
    assertThat(
            OfferAnswer.answer(offer("m=audio 1 RTP/AVP 0", "a=sendonly"), mute)
                .audio()
                .direction())
        .isEqualTo(Direction.INACTIVE);
  }

  @Test
  void oldHoldAddressIsPassedOn() throws Exception {
    byte[] offer = offer("m=audio 5000 RTP/AVP 0", "c=IN IP4 0.0.0.0");

    assertThat(OfferAnswer.answer(offer, LOCAL).audio().remote().getAddress().isAnyLocalAddress())
        .isTrue();
  }

  @Test
  void ipv6AndOwnRtcpPortAreRead() throws Exception {
    byte[] offer = offer("m=audio 5000 RTP/AVP 0", "c=IN IP6 2001:db8::1", "a=rtcp:5999");

    NegotiatedAudio audio = OfferAnswer.answer(offer, LOCAL).audio();

    assertThat(audio.remote().getAddress()).isEqualTo(InetAddress.ofLiteral("2001:db8::1"));
    assertThat(audio.remoteRtcp().getPort()).isEqualTo(5999);
  }

  @ParameterizedTest
  @CsvSource({"20, 20", "10, 10", "60, 60", "5, 20", "25, 20", "90, 20", "x, 20"})
  void packetTimeIsThePeersWishWhenWeCan(String wanted, int chosen) throws Exception {
    byte[] offer = offer("m=audio 5000 RTP/AVP 0", "a=ptime:" + wanted);

    assertThat(OfferAnswer.answer(offer, LOCAL).audio().ptime()).isEqualTo(chosen);
  }

  @ParameterizedTest
  @EnumSource(names = {"PCMU", "PCMA"})
  void ownOfferAndItsAnswerAgree(Codec preferred) throws Exception {
    // given one side that offers both codecs and one that has a single one
    AudioCapabilities peer = LOCAL.withCodecs(List.of(preferred));

    // when the offer is answered and the answer read
    SessionDescription offer = OfferAnswer.offer(LOCAL);
    OfferAnswer.Answer answer = OfferAnswer.answer(offer.toBytes(), peer);
    NegotiatedAudio ours = OfferAnswer.accept(LOCAL, answer.answer().toBytes());

    // then both see the same
    assertThat(ours.codec()).isEqualTo(preferred);
    assertThat(ours.codec()).isEqualTo(answer.audio().codec());
    assertThat(ours.telephoneEvent()).hasValue(101);
    assertThat(ours.remote()).isEqualTo(peer.address());
  }

  @Test
  void refusedStreamInAnAnswerIsNotAcceptable() {
    byte[] refused = offer("m=audio 0 RTP/AVP 0");

    assertThatThrownBy(() -> OfferAnswer.accept(LOCAL, refused))
        .isInstanceOfSatisfying(SdpException.class, e -> assertThat(e.status()).isEqualTo(488));
  }

  @Test
  void unknownLinesSurviveReadingAndWriting() throws Exception {
    String text =
        """
        v=0
        o=alice 1 2 IN IP4 192.0.2.1
        s=talk
        i=information
        u=http://example.com/
        c=IN IP4 192.0.2.1
        b=AS:64
        t=0 0
        k=clear:x
        a=tool:x
        m=audio 5000 RTP/AVP 0
        i=title
        b=AS:32
        a=fancy:1
        """
            .replace("\n", "\r\n");

    SessionDescription session = SessionDescription.parse(text.getBytes(StandardCharsets.UTF_8));

    assertThat(new String(session.toBytes(), StandardCharsets.UTF_8)).isEqualTo(text);
  }

  @Test
  void randomDamageGivesAnAnswerOrAModeledError() {
    byte[] sound = offer("m=audio 5000 RTP/AVP 0 8 101", "a=rtpmap:101 telephone-event/8000");
    Random random = new Random(8866);
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = sound.clone();
      for (int n = random.nextInt(6); n >= 0; n--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      assertThat(statusOf(damaged)).isIn(200, 400, 488);
    }
  }
}
