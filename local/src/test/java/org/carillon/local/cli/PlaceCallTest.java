package org.carillon.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.carillon.local.carrier.SimulatedCarrier;
import org.carillon.media.ivr.PcmAudio;
import org.carillon.media.ivr.SpeechRequest;
import org.carillon.media.ivr.SpeechSynthesizer;
import org.carillon.media.ivr.WavReader;
import org.carillon.media.rtp.G711;
import org.carillon.media.rtp.MediaConfig;
import org.carillon.media.rtp.MediaEngine;
import org.carillon.media.rtp.RtpStream;
import org.carillon.media.rtp.StreamParameters;
import org.carillon.media.sip.CallEnd;
import org.carillon.media.sip.CallListener;
import org.carillon.media.sip.SipCall;
import org.carillon.media.sip.SipConfig;
import org.carillon.media.sip.SipEndpoint;
import org.carillon.media.sip.SipUser;
import org.carillon.media.sip.UasCall;
import org.carillon.media.sip.UasRequest;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.sdp.AudioCapabilities;
import org.carillon.media.sip.sdp.OfferAnswer;
import org.carillon.media.sip.sdp.SdpException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code calls place}, with the simulated carrier at the other end (D6). */
@Timeout(60)
class PlaceCallTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static SimulatedCarrier carrier;

  @TempDir Path folder;
  private String out;
  private String err;

  @BeforeAll
  static void start() throws IOException {
    carrier = SimulatedCarrier.start(LOOPBACK, new Hum());
  }

  @AfterAll
  static void stop() {
    carrier.close();
  }

  @Test
  void anAnsweredCallIsShownLineByLineAndWhatWasHeardIsWritten() throws Exception {
    Path wav = folder.resolve("heard.wav");
    int status = place("+12065550186", "--hear", wav.toString(), "--seconds", "5");

    assertThat(status).isZero();
    assertThat(words())
        .containsSubsequence("INVITE sip:+12065550186@127.0.0.1:" + carrier.address().getPort())
        .anyMatch(line -> line.startsWith("183 Session Progress, early media: PCMU, audio from "))
        .anyMatch(line -> line.startsWith("200 OK, PCMU, audio from "))
        .contains("ended: we hung up");
    assertThat(words().getLast()).startsWith(wav + ": ").endsWith(" s");
    PcmAudio heard = WavReader.read(Files.readAllBytes(wav));
    assertThat(heard.duration()).isBetween(Duration.ofSeconds(7), Duration.ofSeconds(10));
    assertThat(IntStream.range(0, heard.length()).map(i -> heard.samples()[i]).max().orElseThrow())
        .as("the loudest sample that was heard")
        .isGreaterThan(1000);
  }

  @Test
  void keysThatAreHeardAreShown() {
    assertThat(place("+12065550187", "--seconds", "4")).isZero();
    assertThat(words())
        .containsSubsequence(
            "heard key 1", "heard key 2", "heard key 3", "heard key 4", "heard key #");
  }

  @Test
  void theOtherSidesHangUpIsShown() {
    assertThat(place("+12065550188")).isZero();
    assertThat(words()).contains("ended: The peer hung up");
  }

  @Test
  void aHeldCallIsShown() {
    assertThat(place("+12065550190", "--seconds", "6")).isZero();
    assertThat(words())
        .containsSubsequence(
            "the other side changes the call: recvonly",
            "the other side changes the call: sendrecv");
  }

  @Test
  void aRefusedCallIsOneAndItsStatusIsShown() {
    assertThat(place("+12065550182")).isEqualTo(1);
    assertThat(words()).contains("ended: not answered, status 486");
  }

  @Test
  void anUnansweredCallIsGivenUp() {
    assertThat(place("+12065550183", "--seconds", "1")).isEqualTo(1);
    assertThat(words())
        .containsSubsequence(
            "180 Ringing", "nobody answered within 1 s", "ended: not answered, status 487");
  }

  @Test
  void keysAreSentAndTheCallersNumberIsTheGivenOne() throws Exception {
    try (var ear = new Ear()) {
      int status =
          run(
              "calls",
              "place",
              "+12065550100@abc.voiceconnector.chime.aws",
              "--from",
              "+442079460000",
              "--press",
              "1234#",
              "--seconds",
              "4",
              "--trunk",
              "127.0.0.1:" + ear.address().getPort());

      assertThat(status).isZero();
      assertThat(words()).contains("pressed 1234#");
      assertThat(ear.digits()).isEqualTo("1234#");
      assertThat(ear.invite())
          .startsWith("INVITE sip:+12065550100@abc.voiceconnector.chime.aws SIP/2.0")
          .contains("<sip:+442079460000@");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nobody       | --seconds | 30             | the number is one such as +12065550100
          +12065550100 | --seconds | 0              | --seconds is 1 to 3600; not '0'.
          +12065550100 | --press   | hello          | --press takes 0-9
          +12065550100 | --from    | me             | --from is a number
          +12065550100 | --trunk   | 127.0.0.1:x    | --trunk is HOST or HOST:PORT
          +12065550100 | --trunk   | 127.0.0.1:0    | --trunk is HOST or HOST:PORT
          +12065550100 | --trunk   | no.such.invalid | --trunk: no such host: 'no.such.invalid'.
          """)
  void aWrongArgumentIsToldAndNothingIsCalled(
      String number, String option, String value, String words) {
    assertThat(run("calls", "place", number, option, value)).isEqualTo(2);
    assertThat(err).startsWith("carillon: " + words);
    assertThat(out).isEmpty();
  }

  @Test
  void theCommandIsInTheHelp() {
    assertThat(run("--help")).isZero();
    assertThat(out).containsPattern("(?m)^  calls +Commands for calls");
    assertThat(run("calls", "place", "--help")).isZero();
    assertThat(out).contains("--press", "--hear", "--trunk");
    assertThat(run("calls")).isEqualTo(2);
  }

  private int place(String number, String... options) {
    List<String> words = new ArrayList<>(List.of("calls", "place", number));
    words.addAll(List.of(options));
    words.addAll(List.of("--trunk", "127.0.0.1:" + carrier.address().getPort()));
    return run(words.toArray(String[]::new));
  }

  /** The lines of the output without their times. */
  private List<String> words() {
    return out.lines().map(line -> line.replaceFirst("^ *[0-9.]+  ", "")).toList();
  }

  private int run(String... args) {
    var output = new ByteArrayOutputStream();
    var errors = new ByteArrayOutputStream();
    int status =
        CarillonCommand.run(
            Map.of(),
            new PrintStream(output, true, StandardCharsets.UTF_8),
            new PrintStream(errors, true, StandardCharsets.UTF_8),
            args);
    out = output.toString(StandardCharsets.UTF_8);
    err = errors.toString(StandardCharsets.UTF_8);
    return status;
  }

  /** A voice that hums. */
  private static final class Hum implements SpeechSynthesizer {
    @Override
    public PcmAudio synthesize(SpeechRequest request) {
      short[] samples = new short[PcmAudio.SAMPLE_RATE];
      for (int i = 0; i < samples.length; i++) {
        samples[i] = (short) (8000 * Math.sin(i / 3.0));
      }
      return PcmAudio.of(samples);
    }

    @Override
    public void close() {}
  }

  /** Answers and listens for keys. */
  private static final class Ear implements SipUser, CallListener, AutoCloseable {
    private final SipEndpoint endpoint;
    private final MediaEngine engine;
    private final List<Character> digits = new CopyOnWriteArrayList<>();
    private volatile String invite = "";

    Ear() throws IOException {
      engine = MediaEngine.start(MediaConfig.anyPorts().withThreads(1));
      endpoint = SipEndpoint.start(SipConfig.listen(new InetSocketAddress(LOOPBACK, 0)), this);
    }

    InetSocketAddress address() {
      return endpoint.localAddresses().getFirst();
    }

    String digits() {
      return digits.stream().map(String::valueOf).collect(Collectors.joining());
    }

    String invite() {
      return invite;
    }

    @Override
    public CallListener onInvite(UasCall call, SipRequest request) {
      invite = request.toString();
      try {
        RtpStream stream = engine.open(LOOPBACK);
        stream.onDigits(digits::add);
        var answer =
            OfferAnswer.answer(
                request.body().orElseThrow().bytes(),
                AudioCapabilities.g711(LOOPBACK, stream.localPort(), 1));
        stream.start(
            StreamParameters.of(answer.audio().remote(), G711.PCMU)
                .withTelephoneEvent(answer.audio().telephoneEvent().orElseThrow()));
        call.answer(answer.body());
      } catch (IOException | SdpException e) {
        throw new IllegalStateException(e);
      }
      return this;
    }

    @Override
    public void onRequest(UasRequest request) {
      request.respond(200);
    }

    @Override
    public void onEnded(SipCall call, CallEnd end) {}

    @Override
    public void close() {
      endpoint.close();
      engine.close();
    }
  }
}
