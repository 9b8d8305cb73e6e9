package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.carillon.media.rtp.MediaConfig;
import org.carillon.media.rtp.MediaEngine;
import org.carillon.media.rtp.RtpStream;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.sdp.AudioCapabilities;
import org.carillon.media.sip.sdp.OfferAnswer;
import org.carillon.media.sip.sdp.RelayLeg;
import org.carillon.media.sip.sdp.SdpException;
import org.carillon.media.sip.sdp.SdpRelay;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The session of a leg that an application calls (S6, V4). */
@Timeout(60)
class OutboundMediaTest {
  private static final int HERTZ = 700;

  private final InetAddress local = InetAddress.ofLiteral("127.0.0.1");
  private MediaEngine engine;
  private RtpStream peerStream;

  @BeforeEach
  void anEngineAndAPeer() throws Exception {
    engine = MediaEngine.start(MediaConfig.anyPorts().withThreads(1));
    peerStream = engine.open(local);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void aTargetThatWantsSrtpIsOfferedNothingElseAndHearsUs() throws Exception {
    try (OutboundMedia media = OutboundMedia.open(engine, local, Optional.empty())) {
      SipBody offer = media.offer(true);
      assertThat(offer.text()).contains("RTP/SAVP ", "a=crypto:").doesNotContain("RTP/AVP ");

      RelayLeg peer = new RelayLeg(peerStream.localAddress(), RelayLeg.Security.ACCEPTED, 2, 0);
      media.accept(answerOf(peer, offer));

      assertThat(peer.media().orElseThrow().crypto()).isPresent();
      peerStream.start(MediaParameters.of(peer.media().orElseThrow()));
      AtomicInteger heard = Ear.on(peerStream, HERTZ);
      media.stream().write(Tones.of(HERTZ, 600).samples(), 0, 4800);
      Await.until("the tone through SRTP", () -> heard.get() > 15);
    }
  }

  @Test
  void thePeersHoldIsAnsweredAndItsEndToo() throws Exception {
    try (OutboundMedia media = OutboundMedia.open(engine, local, Optional.empty())) {
      RelayLeg peer = new RelayLeg(peerStream.localAddress(), RelayLeg.Security.ACCEPTED, 2, 0);
      SipBody answer = answerOf(peer, media.offer(false));
      media.accept(answer);

      String held = answer.text().replace("a=sendrecv\r\n", "") + "a=sendonly\r\n";
      assertThat(media.answer(sdp(held)).text()).contains("a=recvonly");
      assertThat(media.answer(answer).text()).doesNotContain("a=recvonly");
      assertThat(media.offer().text()).contains("m=audio");
    }
  }

  @Test
  void theAnswerToAnOfferThatThePeerAskedForCounts() throws Exception {
    try (OutboundMedia media = OutboundMedia.open(engine, local, Optional.empty())) {
      RelayLeg peer = new RelayLeg(peerStream.localAddress(), RelayLeg.Security.ACCEPTED, 2, 0);
      SipBody answer = answerOf(peer, media.offer(false));
      media.accept(answer);

      SipBody offer = media.offer();
      assertThat(media.awaitsAnswer()).isTrue();
      String elsewhere = answerOf(peer, offer).text().replaceFirst("m=audio [0-9]+", "m=audio 9");
      media.accept(sdp(elsewhere));
      assertThat(media.summary()).endsWith(":9");
      assertThat(media.awaitsAnswer()).isFalse();

      String none =
          answerOf(peer, media.offer()).text().replaceFirst("m=audio [0-9]+", "m=audio 0");
      assertThatExceptionOfType(SdpException.class).isThrownBy(() -> media.accept(sdp(none)));
      assertThat(media.summary()).as("as it was").endsWith(":9");
    }
  }

  @Test
  void anAnswerThatTakesNothingIsNoUse() throws Exception {
    try (OutboundMedia media = OutboundMedia.open(engine, local, Optional.empty())) {
      RelayLeg peer = new RelayLeg(peerStream.localAddress(), RelayLeg.Security.ACCEPTED, 2, 0);
      String refused =
          answerOf(peer, media.offer(false)).text().replaceFirst("m=audio [0-9]+", "m=audio 0");

      assertThatExceptionOfType(SdpException.class).isThrownBy(() -> media.accept(sdp(refused)));
      assertThat(media.isAgreed()).isFalse();
    }
  }

  /** What a peer with G.711 answers. */
  private SipBody answerOf(RelayLeg peer, SipBody offer) throws SdpException {
    RelayLeg own = new RelayLeg(peerStream.localAddress(), RelayLeg.Security.PLAIN, 3, 0);
    SdpRelay relay = new SdpRelay(own, peer);
    byte[] plain = relay.offer(peer, offer.bytes()).toBytes();
    AudioCapabilities can = AudioCapabilities.g711(local, peerStream.localPort(), 4);
    byte[] answer = OfferAnswer.answer(plain, can).body().bytes();
    return SipBody.sdp(relay.answer(answer).toBytes());
  }

  private static SipBody sdp(String text) {
    return SipBody.sdp(text.getBytes(StandardCharsets.UTF_8));
  }
}
