package org.carillon.local.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.carillon.media.ivr.PcmAudio;
import org.carillon.media.sip.CallEnd;
import org.carillon.media.sip.CallEnd.Cause;
import org.carillon.media.sip.SipConfig;
import org.carillon.media.sip.message.Multipart;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipUri;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each row of the simulated carrier's table, called by a telephone (D6, design section 6). */
@Timeout(60)
class SimulatedCarrierTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private final HummingVoice voice = new HummingVoice(false);
  private SimulatedCarrier carrier;

  @BeforeEach
  void start() throws IOException {
    carrier = SimulatedCarrier.start(LOOPBACK, voice);
  }

  @AfterEach
  void stop() {
    carrier.close();
  }

  @Test
  void number81EchoesTheAudio() throws Exception {
    try (Phone phone = new Phone()) {
      assertThat(phone.dial("+12065550181", carrier.address()).awaitAnswer())
          .isBetween(Duration.ofMillis(190), Duration.ofSeconds(2));
      PcmAudio tone = Tones.of(1000, 600);
      phone.stream().write(tone.samples(), 0, tone.length());

      phone.await("half a second of echo", () -> phone.framesOf(1000, false) > 25);
      phone.hangUp();
      phone.await("the carrier's end", () -> carrier.calls() == 0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "+12065550182, 486",
    "+12065550184, 603",
    "+12065550185, 503",
    "tester, 404",
    "+1-206-555-01(82), 486",
    "+12065551400, 400",
    "+12065551404, 404",
    "+12065551481, 481", // not an echo: a chosen status comes before the last two digits
    "+12065551485, 485",
    "+12065551580, 580",
    "+12065551699, 699", // a status without a name of its own
    "1488, 488"
  })
  void refusingNumbersSayTheirStatus(String number, int status) throws Exception {
    try (Phone phone = new Phone()) {
      CallEnd end = phone.dial(number, carrier.address()).awaitEnd();

      assertThat(end.cause()).isEqualTo(Cause.REJECTED);
      assertThat(end.status()).isEqualTo(status);
      phone.await("the carrier's end", () -> carrier.calls() == 0);
    }
  }

  @Test
  void number83RingsUntilTheCallerGivesUp() throws Exception {
    try (Phone phone = new Phone()) {
      phone.dial("+12065550183", carrier.address());
      phone.await("ringing", () -> phone.provisional().contains(180));
      assertThat(carrier.calls()).isOne();

      phone.hangUp();
      assertThat(phone.awaitEnd().cause()).isEqualTo(Cause.CANCELLED);
      phone.await("the carrier's end", () -> carrier.calls() == 0);
    }
  }

  @Test
  void number86RingsWithEarlyMediaForThreeSecondsAndThenTalks() throws Exception {
    try (Phone phone = new Phone()) {
      Duration answer = phone.dial("+12065550186", carrier.address()).awaitAnswer();

      assertThat(answer).isBetween(Duration.ofMillis(2900), Duration.ofMillis(4500));
      assertThat(phone.provisional()).containsExactly(183);
      assertThat(phone.framesOf(440, true)).as("frames of ringing tone").isBetween(80L, 101L);
      phone.await("speech", () -> phone.framesOf(HummingVoice.HERTZ, false) > 10);
    }
  }

  @Test
  void number87PressesKeys() throws Exception {
    try (Phone phone = new Phone()) {
      phone.dial("+12065550187", carrier.address()).awaitAnswer();
      phone.await("the keys", () -> phone.digits().equals("1234#"));
      assertThat(phone.sinceDialled()).isGreaterThan(Duration.ofSeconds(1));
    }
  }

  @Test
  void number88HangsUpAfterTwoSeconds() throws Exception {
    try (Phone phone = new Phone()) {
      phone.dial("+12065550188", carrier.address()).awaitAnswer();

      assertThat(phone.awaitEnd().cause()).isEqualTo(Cause.BYE_RECEIVED);
      assertThat(phone.sinceDialled()).isBetween(Duration.ofMillis(2100), Duration.ofSeconds(4));
    }
  }

  @Test
  void number89NeverAnswersAPacket() throws Exception {
    try (DatagramSocket socket = new DatagramSocket(0, LOOPBACK)) {
      byte[] invite = request("INVITE", "+12065550189", socket.getLocalPort());
      byte[] options = request("OPTIONS", "+12065550189", socket.getLocalPort());
      for (byte[] packet : List.of(invite, invite, options)) {
        socket.send(new DatagramPacket(packet, packet.length, carrier.address()));
      }

      assertThat(receive(socket, 5_000)).startsWith("SIP/2.0 200").contains("OPTIONS");
      assertThatThrownBy(() -> receive(socket, 1_000)).isInstanceOf(SocketTimeoutException.class);
    }
    Duration t1 = Duration.ofMillis(20);
    var quick =
        new SipConfig.Timers(
            t1, t1.multipliedBy(8), t1, Duration.ofSeconds(1), Duration.ofHours(1));
    try (Phone phone = new Phone(quick)) {
      CallEnd end = phone.dial("+12065550189", carrier.address()).awaitEnd();
      assertThat(end.cause()).isEqualTo(Cause.TIMED_OUT);
      assertThat(carrier.calls()).isZero();
    }
  }

  @Test
  void number90HoldsAndResumes() throws Exception {
    try (Phone phone = new Phone()) {
      phone.dial("+12065550190", carrier.address()).awaitAnswer();
      phone.await("hold and resume", () -> phone.offers().size() == 2);

      assertThat(phone.offers().getFirst()).contains("a=sendonly");
      assertThat(phone.offers().getLast()).contains("a=sendrecv");
      assertThat(phone.offerAt(0)).isBetween(Duration.ofMillis(2100), Duration.ofMillis(3500));
      assertThat(phone.offerAt(1).minus(phone.offerAt(0)))
          .isBetween(Duration.ofMillis(1900), Duration.ofMillis(3000));
      assertThat(version(phone.offers().getLast()))
          .isGreaterThan(version(phone.offers().getFirst()));
    }
  }

  @Test
  void number91TurnsTheCallIntoAFaxAndSendsItsPacketsBack() throws Exception {
    try (Phone phone = new Phone();
        DatagramSocket fax = new DatagramSocket(0, LOOPBACK)) {
      fax.setSoTimeout(200);
      phone
          .answering(offer -> offer.replaceAll("m=image \\d+", "m=image " + fax.getLocalPort()))
          .dial("+12065550191", carrier.address())
          .awaitAnswer();
      phone.await("a fax", () -> phone.offers().size() == 1);
      String offer = phone.offers().getFirst();
      assertThat(offer).contains("udptl t38", "a=T38FaxVersion:0").doesNotContain("m=audio");
      assertThat(phone.offerAt(0)).isBetween(Duration.ofMillis(1100), Duration.ofMillis(2500));

      int port = Integer.parseInt(offer.replaceAll("(?s).*m=image (\\d+).*", "$1"));
      byte[] packet = {0, 1, 2, 3};
      phone.await(
          "the packet's return",
          () -> {
            try {
              fax.send(new DatagramPacket(packet, packet.length, LOOPBACK, port));
              DatagramPacket back = new DatagramPacket(new byte[100], 100);
              fax.receive(back);
              return back.getLength() == packet.length && back.getData()[3] == 3;
            } catch (IOException notYet) {
              return false;
            }
          });
    }
  }

  @Test
  void aCallerThatTakesNoFaxKeepsItsCall() throws Exception {
    try (Phone phone = new Phone()) {
      phone.dial("+12065550191", carrier.address()).awaitAnswer();
      phone.await("a fax", () -> phone.offers().size() == 1); // refused with 488
      long before = phone.stream().stats().packetsReceived();
      phone.await("audio", () -> phone.stream().stats().packetsReceived() > before + 10);
    }
  }

  @Test
  void everyOtherNumberTalksEveryTwoSecondsUntilItHangsUp() throws Exception {
    carrier.close();
    carrier =
        SimulatedCarrier.start(
            LOOPBACK, voice, CarrierLimits.DEFAULT.withTalk(Duration.ofMillis(4_300)));
    try (Phone phone = new Phone();
        Phone second = new Phone()) {
      phone.dial("+442079460000", carrier.address()).awaitAnswer();
      second.dial("12065550100", carrier.address()).awaitAnswer();

      assertThat(phone.awaitEnd().cause()).isEqualTo(Cause.BYE_RECEIVED);
      // 0 s, 2 s, 4 s: half a second each, the last one cut
      assertThat(phone.framesOf(HummingVoice.HERTZ, false)).isBetween(52L, 75L);
      assertThat(voice.texts()).as("prepared once").hasSize(1);
      assertThat(CarrierLimits.DEFAULT.talk()).isEqualTo(Duration.ofSeconds(60));
    }
  }

  @Test
  void aCarrierWithoutAVoiceBeeps() throws Exception {
    try (SimulatedCarrier hoarse = SimulatedCarrier.start(LOOPBACK, new HummingVoice(true));
        Phone phone = new Phone()) {
      phone.dial("+12065550100", hoarse.address()).awaitAnswer();
      phone.await("a beep", () -> phone.framesOf(1000, false) > 10);
    }
  }

  @ParameterizedTest
  @CsvSource({"911, 9 1 1", "933, 9 3 3"})
  void emergencyNumbersSayTheCallersNumber(String number, String said) throws Exception {
    try (Phone phone = new Phone()) {
      phone.dial(number, carrier.address()).awaitAnswer();
      phone.await("speech", () -> phone.framesOf(HummingVoice.HERTZ, false) > 10);
      assertThat(voice.texts().getFirst()).contains(said, "1 2 0 6 5 5 5 0 1 9 9");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <HNO>410</HNO><RD>Terry</RD><STS>Ave</STS><A3>Seattle</A3><A1>WA</A1> | Your location is 410 Terry Ave, Seattle, WA.
          <unfinished                                                           | cannot be read.
          """)
  void emergencyNumbersSayThePlaceThatTheCallCarries(String elements, String said)
      throws Exception {
    String document =
        """
        <presence xmlns="urn:ietf:params:xml:ns:pidf" entity="sip:a@b"><tuple id="a"><status>
        <geopriv xmlns="urn:ietf:params:xml:ns:pidf:geopriv10"><location-info>
        <civicAddress xmlns="urn:ietf:params:xml:ns:pidf:geopriv10:civicAddr">%s</civicAddress>
        </location-info></geopriv></status></tuple></presence>
        """
            .formatted(elements);
    try (Phone phone = new Phone()) {
      SipBody location =
          new SipBody("application/pidf+xml", document.getBytes(StandardCharsets.UTF_8));
      SipBody both =
          new Multipart(List.of(Multipart.Part.of(phone.offer()), Multipart.Part.of(location)))
              .toBody();

      phone.dial("911", carrier.address(), both, List.of()).awaitAnswer();

      phone.await("speech", () -> phone.framesOf(HummingVoice.HERTZ, false) > 10);
      assertThat(voice.texts().getFirst()).endsWith(said);
    }
  }

  @Test
  void anInviteWithoutOfferGetsOne() throws Exception {
    try (Phone phone = new Phone()) {
      phone.dialWithoutOffer("+12065550187", carrier.address()).awaitAnswer();
      phone.await("the keys", () -> phone.digits().equals("1234#"));
    }
  }

  @Test
  void anOfferThatIsNoneIsRefused() throws Exception {
    try (Phone phone = new Phone()) {
      SipBody broken = SipBody.sdp("hello".getBytes(StandardCharsets.US_ASCII));
      assertThat(
              phone.dial("+12065550181", carrier.address(), broken, List.of()).awaitEnd().status())
          .isEqualTo(400);
    }
  }

  @Test
  void aCallTooManyIsToldToComeLater() throws Exception {
    try (SimulatedCarrier small =
            SimulatedCarrier.start(LOOPBACK, voice, CarrierLimits.DEFAULT.withCalls(1));
        Phone first = new Phone();
        Phone second = new Phone()) {
      first.dial("+12065550183", small.address());
      first.await("ringing", () -> first.provisional().contains(180));

      assertThat(second.dial("+12065550181", small.address()).awaitEnd().status()).isEqualTo(503);
      assertThat(small.calls()).isOne();
    }
  }

  @Test
  void itListensOnLoopbackAddressesOnly() {
    assertThatThrownBy(() -> SimulatedCarrier.start(InetAddress.ofLiteral("0.0.0.0"), voice))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lets everybody in");
  }

  @Test
  void callsEndWithTheCarrier() throws Exception {
    try (Phone phone = new Phone()) {
      phone.dial("+12065550181", carrier.address()).awaitAnswer();
      carrier.close();
      assertThat(phone.awaitEnd().cause()).isEqualTo(Cause.BYE_RECEIVED);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "sip:+12065550181@x, ECHO",
    "sip:0181@x, ECHO",
    "sip:1@x, NO_NUMBER",
    "sip:x, NO_NUMBER",
    "tel:+1-206-555-0190, HOLD",
    "sip:911@x, EMERGENCY",
    "sip:9112@x, TALK",
    "sip:12345678901234567@x, NO_NUMBER",
    "sip:1404@x, REJECT",
    "tel:+1-206-555-1699, REJECT",
    "sip:+12065551399@x, TALK",
    "sip:+12065551700@x, TALK",
    "sip:+12065550404@x, TALK",
    "sip:404@x, TALK",
    "sip:12345678901231404@x, NO_NUMBER"
  })
  void aNumberIsReadFromTheRequestUri(String uri, Behaviour behaviour) throws Exception {
    assertThat(Behaviour.of(SipUri.parse(uri))).isEqualTo(behaviour);
  }

  private static long version(String description) {
    return Long.parseLong(description.replaceAll("(?s).*o=- \\d+ (\\d+) .*", "$1"));
  }

  private byte[] request(String method, String number, int port) {
    InetSocketAddress to = carrier.address();
    return """
    %s sip:%s@127.0.0.1:%d SIP/2.0
    Via: SIP/2.0/UDP 127.0.0.1:%d;branch=z9hG4bK%s
    From: <sip:+12065550199@127.0.0.1>;tag=one
    To: <sip:%s@127.0.0.1>
    Call-ID: %s@test
    CSeq: 1 %s
    Contact: <sip:test@127.0.0.1:%d>
    Max-Forwards: 70
    Content-Length: 0

    """
        .formatted(method, number, to.getPort(), port, method, number, method, method, port)
        .replace("\n", "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static String receive(DatagramSocket socket, int millis) throws IOException {
    socket.setSoTimeout(millis);
    DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
    socket.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
  }
}
