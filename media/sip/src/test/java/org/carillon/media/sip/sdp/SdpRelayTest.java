package org.carillon.media.sip.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.carillon.media.sip.sdp.RelayLeg.Security;
import org.carillon.media.sip.sdp.RelayedMedia.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Session descriptions on their way through a call whose media we relay. */
class SdpRelayTest {
  private static final String KEY_128 = key(30, 1);
  private static final String KEY_256 = key(46, 2);

  private RelayLeg alice = leg("10.0.0.1", 4000, Security.PLAIN);
  private RelayLeg bob = leg("10.0.0.1", 4002, Security.PLAIN);
  private SdpRelay relay = new SdpRelay(alice, bob);

  private static RelayLeg leg(String host, int port, Security security) {
    return new RelayLeg(
        new InetSocketAddress(InetAddress.ofLiteral(host), port), security, port, 0);
  }

  private void secure(Security ofAlice, Security ofBob) {
    alice = leg("10.0.0.1", 4000, ofAlice);
    bob = leg("10.0.0.1", 4002, ofBob);
    relay = new SdpRelay(alice, bob);
  }

  private static String key(int bytes, int fill) {
    byte[] key = new byte[bytes];
    java.util.Arrays.fill(key, (byte) fill);
    return Base64.getEncoder().encodeToString(key);
  }

  private static byte[] sdp(String... media) {
    return sdpOf("IN IP4 192.0.2.1", media);
  }

  private static byte[] sdpOf(String connection, String... media) {
    return ("v=0\no=x 1 2 IN IP4 192.0.2.1\ns=call\nc="
            + connection
            + "\nt=0 0\n"
            + String.join("\n", media)
            + "\n")
        .replace("\n", "\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String lines(SessionDescription description) {
    return description.toString().replace("\r\n", "\n");
  }

  @Test
  void anOfferAndItsAnswerPassWithOurAddressAndPorts() throws Exception {
    SessionDescription offer =
        relay.offer(
            alice,
            sdp(
                "m=audio 5000 RTP/AVP 0 18 101",
                "a=fmtp:18 annexb=no",
                "a=rtpmap:101 telephone-event/8000",
                "a=fmtp:101 0-16",
                "a=ptime:20",
                "a=candidate:1 1 UDP 1 192.0.2.1 5000 typ host",
                "a=sendrecv"));
    assertThat(lines(offer))
        .isEqualTo(
            """
            v=0
            o=- 4002 1 IN IP4 10.0.0.1
            s=-
            c=IN IP4 10.0.0.1
            t=0 0
            m=audio 4002 RTP/AVP 0 18 101 8
            a=rtpmap:0 PCMU/8000
            a=rtpmap:18 G729/8000
            a=fmtp:18 annexb=no
            a=rtpmap:101 telephone-event/8000
            a=fmtp:101 0-16
            a=rtpmap:8 PCMA/8000
            a=ptime:20
            a=sendrecv
            """);

    SessionDescription answer =
        relay.answer(
            sdpOf(
                "IN IP4 198.51.100.7",
                "m=audio 6000 RTP/AVP 18 96",
                "a=rtpmap:18 G729/8000",
                "a=rtpmap:96 telephone-event/8000",
                "a=rtcp:6005"));
    assertThat(lines(answer))
        .isEqualTo(
            """
            v=0
            o=- 4000 1 IN IP4 10.0.0.1
            s=-
            c=IN IP4 10.0.0.1
            t=0 0
            m=audio 4000 RTP/AVP 18 101
            a=rtpmap:18 G729/8000
            a=rtpmap:101 telephone-event/8000
            a=sendrecv
            """);

    RelayedMedia ofBob = bob.media().orElseThrow();
    assertThat(ofBob.remote()).hasToString("/198.51.100.7:6000");
    assertThat(ofBob.remoteRtcp()).hasToString("/198.51.100.7:6005");
    assertThat(ofBob.formats())
        .containsExactly(
            new RelayedMedia.Format("G729", 8000, 1, 18, 18),
            new RelayedMedia.Format("telephone-event", 8000, 1, 96, 101));
    RelayedMedia ofAlice = alice.media().orElseThrow();
    assertThat(ofAlice.ptime()).isEqualTo(20);
    assertThat(ofAlice.formats())
        .containsExactly(
            new RelayedMedia.Format("G729", 8000, 1, 18, 18),
            new RelayedMedia.Format("telephone-event", 8000, 1, 101, 101));
  }

  @Test
  void eachSideKeepsItsLawWhenTheyHaveNoneInCommon() throws Exception {
    relay.offer(alice, sdp("m=audio 5000 RTP/AVP 8"));
    SessionDescription answer = relay.answer(sdp("m=audio 6000 RTP/AVP 0"));
    assertThat(lines(answer)).contains("m=audio 4000 RTP/AVP 8\n").contains("8 PCMA/8000");
    assertThat(alice.media().orElseThrow().formats().getFirst().encoding()).isEqualTo("PCMA");
    assertThat(bob.media().orElseThrow().formats().getFirst().encoding()).isEqualTo("PCMU");
  }

  @ParameterizedTest
  @CsvSource({
    "sendrecv, sendrecv, sendrecv, SENDRECV, SENDRECV",
    "sendonly, recvonly, recvonly, RECVONLY, SENDONLY",
    "inactive, inactive, inactive, INACTIVE, INACTIVE",
    "recvonly, sendonly, sendonly, SENDONLY, RECVONLY",
    // a side that answers more than was offered
    "sendonly, sendrecv, recvonly, RECVONLY, SENDONLY"
  })
  void holdPassesAndTheStreamsFollow(
      String offered, String answered, String told, Direction onAlice, Direction onBob)
      throws Exception {
    SessionDescription offer = relay.offer(alice, sdp("m=audio 5000 RTP/AVP 0", "a=" + offered));
    assertThat(lines(offer)).contains("a=" + offered + "\n");
    SessionDescription answer = relay.answer(sdp("m=audio 6000 RTP/AVP 0", "a=" + answered));
    assertThat(lines(answer)).contains("a=" + told + "\n");
    assertThat(alice.media().orElseThrow().direction()).isEqualTo(onAlice);
    assertThat(bob.media().orElseThrow().direction()).isEqualTo(onBob);
  }

  @Test
  void holdInTheOldWayBecomesSendonly() throws Exception {
    SessionDescription offer =
        relay.offer(alice, sdpOf("IN IP4 0.0.0.0", "m=audio 5000 RTP/AVP 0"));
    assertThat(lines(offer)).contains("a=sendonly\n").contains("c=IN IP4 10.0.0.1");
    relay.answer(sdp("m=audio 6000 RTP/AVP 0", "a=recvonly"));
    assertThat(alice.media().orElseThrow().direction()).isEqualTo(Direction.RECVONLY);
  }

  @Test
  void streamsThatAreNotRelayedAreRefusedInTheirPlace() throws Exception {
    relay.offer(
        alice,
        sdp(
            "m=video 5002 RTP/AVP 96",
            "a=rtpmap:96 VP8/90000",
            "m=audio 5000 RTP/AVP 0",
            "m=audio 5004 RTP/AVP 0"));
    SessionDescription answer = relay.answer(sdp("m=audio 6000 RTP/AVP 0"));
    assertThat(answer.media()).extracting(MediaDescription::port).containsExactly(0, 4000, 0);

    // the next offer to alice keeps all three lines (RFC 3264 section 8)
    SessionDescription again = relay.offer(bob, sdp("m=audio 6000 RTP/AVP 0", "a=sendonly"));
    assertThat(again.media()).extracting(MediaDescription::port).containsExactly(0, 4000, 0);
    assertThat(again.origin().version()).isEqualTo("2");
    SessionDescription back =
        relay.answer(
            sdp(
                "m=video 0 RTP/AVP 96",
                "m=audio 5000 RTP/AVP 0",
                "a=recvonly",
                "m=audio 0 RTP/AVP 0"));
    assertThat(back.media()).hasSize(1);
    assertThat(alice.media().orElseThrow().direction()).isEqualTo(Direction.SENDONLY);
  }

  @Test
  void theVersionGoesUpOnlyWithAChange() throws Exception {
    byte[] offer = sdp("m=audio 5000 RTP/AVP 0");
    assertThat(relay.offer(alice, offer).origin().version()).isEqualTo("1");
    SessionDescription early = relay.answer(sdp("m=audio 6000 RTP/AVP 0"));
    SessionDescription later = relay.answer(sdp("m=audio 6000 RTP/AVP 0"));
    assertThat(later.toString()).isEqualTo(early.toString());
    assertThat(relay.offer(alice, offer).origin().version()).isEqualTo("1");
  }

  @Test
  void aFaxPasses() throws Exception {
    relay.offer(alice, sdp("m=audio 5000 RTP/AVP 0"));
    relay.answer(sdp("m=audio 6000 RTP/AVP 0"));

    SessionDescription offer =
        relay.offer(
            bob,
            sdp(
                "m=audio 0 RTP/AVP 0",
                "m=image 6100 udptl t38",
                "a=T38FaxVersion:0",
                "a=T38FaxUdpEC:t38UDPRedundancy"));
    assertThat(lines(offer))
        .endsWith("m=image 4000 udptl t38\na=T38FaxVersion:0\na=T38FaxUdpEC:t38UDPRedundancy\n");
    SessionDescription answer = relay.answer(sdp("m=image 5100 udptl t38", "a=T38FaxVersion:0"));
    assertThat(lines(answer))
        .endsWith("m=audio 0 RTP/AVP 0\nm=image 4002 udptl t38\na=T38FaxVersion:0\n");
    assertThat(alice.media().orElseThrow().kind()).isEqualTo(Kind.FAX);
    assertThat(alice.media().orElseThrow().remote()).hasToString("/192.0.2.1:5100");
    assertThat(bob.media().orElseThrow().direction()).isEqualTo(Direction.SENDRECV);
  }

  @Test
  void aRefusedStreamIsRefusedToTheOtherSide() throws Exception {
    relay.offer(alice, sdp("m=audio 5000 RTP/AVP 0"));
    SessionDescription answer = relay.answer(sdp("m=audio 0 RTP/AVP 0"));
    assertThat(lines(answer)).endsWith("m=audio 0 RTP/AVP 0\n");
    assertThat(alice.media()).isEmpty();
    assertThat(bob.media()).isEmpty();
  }

  @Test
  void oneSideMayBeEncryptedAndTheOtherNot() throws Exception {
    secure(Security.REQUIRED, Security.PLAIN);
    SessionDescription offer =
        relay.offer(
            alice,
            sdp(
                "m=audio 5000 RTP/SAVP 0",
                "a=crypto:1 F8_128_HMAC_SHA1_80 inline:" + KEY_128,
                "a=crypto:2 AES_256_CM_HMAC_SHA1_80 inline:" + KEY_256 + "|2^31|66051:4"));
    assertThat(lines(offer)).contains("m=audio 4002 RTP/AVP 0 8").doesNotContain("crypto");

    SessionDescription answer = relay.answer(sdp("m=audio 6000 RTP/AVP 0"));
    String crypto = answer.media().getFirst().attribute("crypto").orElseThrow();
    assertThat(answer.media().getFirst().protocol()).isEqualTo("RTP/SAVP");
    assertThat(crypto).startsWith("2 AES_256_CM_HMAC_SHA1_80 inline:").doesNotContain(KEY_256);
    RelayedMedia.Keys keys = alice.media().orElseThrow().crypto().orElseThrow();
    assertThat(keys.theirs().suite()).isEqualTo(CryptoSuite.AES_CM_256_HMAC_SHA1_80);
    assertThat(keys.theirs().keyAndSalt()).containsOnly(2).hasSize(46);
    assertThat(keys.theirs().mki()).containsExactly(0, 1, 2, 3);
    assertThat(crypto).endsWith(Base64.getEncoder().encodeToString(keys.ours().keyAndSalt()));
    assertThat(keys.toString()).doesNotContain(KEY_256);
    assertThat(bob.media().orElseThrow().crypto()).isEmpty();

    // a later offer with the same suite is answered with the same key, another tag or not
    relay.offer(
        alice,
        sdp("m=audio 5000 RTP/SAVP 0", "a=crypto:7 AES_256_CM_HMAC_SHA1_80 inline:" + key(46, 9)));
    relay.answer(sdp("m=audio 6000 RTP/AVP 0"));
    RelayedMedia.Keys rekeyed = alice.media().orElseThrow().crypto().orElseThrow();
    assertThat(rekeyed.ours().tag()).isEqualTo(7);
    assertThat(rekeyed.ours().hasKeyOf(keys.ours())).isTrue();
    assertThat(rekeyed.theirs().hasKeyOf(keys.theirs())).isFalse();
  }

  @Test
  void ourOfferHasTheSixSuitesAndTheirAnswerNamesOne() throws Exception {
    secure(Security.PLAIN, Security.REQUIRED);
    SessionDescription offer = relay.offer(alice, sdp("m=audio 5000 RTP/AVP 0"));
    List<CryptoLine> offered = CryptoLine.of(offer.media().getFirst());
    assertThat(offered).extracting(CryptoLine::suite).containsExactly(CryptoSuite.values());
    assertThat(offered.stream().map(line -> Base64.getEncoder().encodeToString(line.keyAndSalt())))
        .doesNotHaveDuplicates();

    relay.answer(
        sdp("m=audio 6000 RTP/SAVP 0", "a=crypto:2 AES_CM_128_HMAC_SHA1_32 inline:" + KEY_128));
    RelayedMedia.Keys keys = bob.media().orElseThrow().crypto().orElseThrow();
    assertThat(keys.ours().keyAndSalt()).isEqualTo(offered.get(1).keyAndSalt());

    byte[] other =
        sdp("m=audio 6000 RTP/SAVP 0", "a=crypto:9 AES_CM_128_HMAC_SHA1_32 inline:" + KEY_128);
    assertThatThrownBy(() -> relay.answer(other)).hasMessageContaining("none of those offered");
  }

  @ParameterizedTest
  @CsvSource({
    "PLAIN,    RTP/SAVP, 488",
    "PLAIN,    RTP/AVP,  200",
    "ACCEPTED, RTP/SAVP, 200",
    "ACCEPTED, RTP/AVP,  200",
    "REQUIRED, RTP/SAVP, 200",
    "REQUIRED, RTP/AVP,  488"
  })
  void encryptionIsAsTheLegWantsIt(Security security, String protocol, int status) {
    secure(security, Security.PLAIN);
    assertThat(
            statusOf(
                sdp(
                    "m=audio 5000 " + protocol + " 0",
                    "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY_128)))
        .isEqualTo(status);
  }

  @Test
  void ofAPlainAndAnEncryptedStreamTheOneThatIsWantedIsTaken() throws Exception {
    secure(Security.PLAIN, Security.PLAIN);
    relay.offer(
        alice,
        sdp(
            "m=audio 5000 RTP/SAVP 0",
            "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY_128,
            "m=audio 5002 RTP/AVP 0"));
    SessionDescription answer = relay.answer(sdp("m=audio 6000 RTP/AVP 0"));
    assertThat(answer.media()).extracting(MediaDescription::port).containsExactly(0, 4000);
  }

  @Test
  void aFaxIsRefusedWhereEncryptionIsRequired() {
    secure(Security.PLAIN, Security.REQUIRED);
    assertThat(statusOf(sdp("m=image 6100 udptl t38"))).isEqualTo(488);
    secure(Security.REQUIRED, Security.PLAIN);
    assertThat(statusOf(sdp("m=image 6100 udptl t38"))).isEqualTo(488);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1 AES_CM_128_HMAC_SHA1_80 inline:short",
        "1 AES_CM_128_HMAC_SHA1_80 inline:KEY UNENCRYPTED_SRTP",
        "1 AES_CM_128_HMAC_SHA1_80 inline:KEY;inline:KEY",
        "1 AES_CM_128_HMAC_SHA1_80 inline:KEY|2^a",
        "1 AES_CM_128_HMAC_SHA1_80 inline:KEY|1:0",
        "1 AES_CM_128_HMAC_SHA1_80 inline:KEY|256:1",
        "1 AES_CM_128_HMAC_SHA1_80 inline:KEY|1:999",
        "1 AES_CM_256_HMAC_SHA1_80 inline:KEY",
        "1 NULL_HMAC_SHA1_80 inline:KEY",
        "x AES_CM_128_HMAC_SHA1_80 inline:KEY",
        "99999999999 AES_CM_128_HMAC_SHA1_80 inline:KEY",
        "1 AES_CM_128_HMAC_SHA1_80",
        ""
      })
  void aCryptoLineThatIsNotOursToUseIsLeftOut(String line) {
    assertThat(CryptoLine.parse(line.replace("KEY", KEY_128))).isEmpty();
  }

  @Test
  void anOfferOfTheOtherIpVersionOrOfAGroupIsRefused() {
    assertThat(statusOf(sdpOf("IN IP6 2001:db8::1", "m=audio 5000 RTP/AVP 0"))).isEqualTo(488);
    assertThat(statusOf(sdpOf("IN IP4 224.0.0.1", "m=audio 5000 RTP/AVP 0"))).isEqualTo(488);
    assertThat(statusOf(sdpOf("IN IP4 255.255.255.255", "m=audio 5000 RTP/AVP 0"))).isEqualTo(488);
    assertThat(statusOf(sdp("m=audio 5000 RTP/AVP 101", "a=rtpmap:101 telephone-event/8000")))
        .isEqualTo(488);
    assertThat(statusOf(sdp("m=message 5000 TCP/MSRP *"))).isEqualTo(488);
  }

  @Test
  void anIpv4SideTalksToAnIpv6Side() throws Exception {
    RelayLeg six = leg("2001:db8::9", 4004, Security.PLAIN);
    SdpRelay mixed = new SdpRelay(alice, six);
    SessionDescription offer = mixed.offer(alice, sdp("m=audio 5000 RTP/AVP 0"));
    assertThat(lines(offer)).contains("c=IN IP6 2001:db8:0:0:0:0:0:9\n");
    mixed.answer(sdpOf("IN IP6 2001:db8::1", "m=audio 6000 RTP/AVP 0", "a=rtcp-mux"));
    assertThat(six.media().orElseThrow().remoteRtcp().getPort()).isEqualTo(6000);
  }

  @ParameterizedTest
  @EnumSource(Security.class)
  void brokenOffersAndAnswersEndInAStatusAndNothingElse(Security security) {
    byte[] good =
        sdp(
            "m=audio 5000 RTP/SAVP 0 96 101",
            "a=rtpmap:96 opus/48000/2",
            "a=fmtp:96 useinbandfec=1",
            "a=rtpmap:101 telephone-event/8000",
            "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY_128 + "|2^20|1:4",
            "a=rtcp:53020 IN IP4 126.16.64.4",
            "a=ptime:20",
            "m=image 5 udptl t38");
    Random random = new Random(7);
    int passed = 0;
    for (int i = 0; i < 3_000; i++) {
      secure(security, security);
      byte[] bad = good.clone();
      for (int n = random.nextInt(4); n >= 0; n--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(32, 127);
      }
      try {
        SessionDescription offer = relay.offer(alice, bad);
        assertThat(offer.toBytes().length).isLessThan(bad.length + 2000);
        relay.answer(bad);
        passed++;
      } catch (SdpException e) {
        assertThat(e.status()).isIn(400, 488);
      }
    }
    assertThat(passed).isLessThan(3_000);
  }

  private int statusOf(byte[] offer) {
    try {
      relay.offer(alice, offer);
      return 200;
    } catch (SdpException e) {
      return e.status();
    }
  }

  /** What Linphone 5 offers with AVPF switched on: feedback is offered, and need not be used. */
  @Test
  void aProfileWithFeedbackIsAnsweredWithoutFeedback() throws SdpException {
    byte[] offer =
        sdp(
            "m=audio 7078 RTP/AVPF 96 0 8 101",
            "a=rtpmap:96 opus/48000/2",
            "a=fmtp:96 useinbandfec=1",
            "a=rtpmap:101 telephone-event/8000",
            "a=rtcp-fb:* trr-int 1000",
            "a=rtcp-fb:* ccm tmmbr",
            "a=rtcp-xr:rcvr-rtt=all:10000 stat-summary=loss,dup,jitt,TTL voip-metrics");

    SessionDescription onward = relay.offer(alice, offer);
    SessionDescription back =
        relay.answer(sdp("m=audio 9000 RTP/AVP 0 101", "a=rtpmap:101 telephone-event/8000"));

    assertThat(onward.media().getFirst().protocol()).isEqualTo("RTP/AVP");
    assertThat(back.media().getFirst().protocol()).isEqualTo("RTP/AVPF");
    assertThat(lines(back)).doesNotContain("rtcp-fb").doesNotContain("rtcp-xr");
    assertThat(alice.media().orElseThrow().crypto()).isEmpty();
  }

  @Test
  void aSecureProfileWithFeedbackIsTakenWithItsKey() throws SdpException {
    secure(Security.REQUIRED, Security.PLAIN);
    byte[] offer =
        sdp(
            "m=audio 7078 RTP/SAVPF 0",
            "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY_128,
            "a=rtcp-fb:* trr-int 1000");

    SessionDescription onward = relay.offer(alice, offer);
    SessionDescription back = relay.answer(sdp("m=audio 9000 RTP/AVP 0"));

    assertThat(onward.media().getFirst().protocol()).isEqualTo("RTP/AVP");
    assertThat(back.media().getFirst().protocol()).isEqualTo("RTP/SAVPF");
    assertThat(lines(back)).contains("a=crypto:1 AES_CM_128_HMAC_SHA1_80");
    assertThat(alice.media().orElseThrow().crypto()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"UDP/TLS/RTP/SAVPF", "UDP/TLS/RTP/SAVP", "RTP/SAVPF", "TCP/RTP/AVP"})
  void aProfileWhoseKeysWeCannotHaveIsNotAcceptable(String profile) {
    byte[] offer =
        sdp(
            "m=audio 7078 " + profile + " 0",
            "a=fingerprint:sha-256 00:11:22:33",
            "a=setup:actpass",
            "a=rtcp-mux");

    assertThatThrownBy(() -> relay.offer(alice, offer))
        .isInstanceOfSatisfying(SdpException.class, e -> assertThat(e.status()).isEqualTo(488));
  }

  /** A leg that is encrypted stays so when the other side changes the session. */
  @Test
  void aChangeOfTheOtherSideDoesNotTakeTheEncryptionAway() throws SdpException {
    secure(Security.ACCEPTED, Security.PLAIN);
    relay.offer(
        alice,
        sdp("m=audio 7078 RTP/SAVP 0", "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY_128));
    relay.answer(sdp("m=audio 9000 RTP/AVP 0"));

    SessionDescription onward = relay.offer(bob, sdp("m=audio 9000 RTP/AVP 0", "a=sendonly"));

    assertThat(onward.media().getFirst().protocol()).isEqualTo("RTP/SAVP");
    assertThat(lines(onward)).contains("a=crypto:");
  }

  @Test
  void askingWhetherAnAnswerRefusesChangesNothing() throws SdpException {
    relay.offer(alice, sdp("m=audio 30000 RTP/AVP 0"));
    byte[] refusal = sdp("m=audio 0 RTP/AVP 0");

    assertThat(relay.isRefused(refusal)).isTrue();
    assertThat(relay.isRefused(sdp("m=audio 30002 RTP/AVP 0"))).isFalse();
    assertThat(alice.media()).isEmpty();
  }
}
