package org.carillon.media.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.carillon.media.rtp.G711;
import org.carillon.media.rtp.MediaConfig;
import org.carillon.media.rtp.MediaEngine;
import org.carillon.media.rtp.RtpStream;
import org.carillon.media.rtp.StreamParameters;
import org.carillon.media.rtp.srtp.SrtpKey;
import org.carillon.media.rtp.srtp.SrtpKeys;
import org.carillon.media.rtp.srtp.SrtpSuite;
import org.carillon.media.sip.CallEnd;
import org.carillon.media.sip.CallListener;
import org.carillon.media.sip.OutgoingInvite;
import org.carillon.media.sip.ResponseHandler;
import org.carillon.media.sip.SipCall;
import org.carillon.media.sip.SipConfig;
import org.carillon.media.sip.SipEndpoint;
import org.carillon.media.sip.SipUser;
import org.carillon.media.sip.UacCall;
import org.carillon.media.sip.UacRequest;
import org.carillon.media.sip.UasCall;
import org.carillon.media.sip.UasRequest;
import org.carillon.media.sip.message.NameAddress;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.message.SipUri;
import org.carillon.media.sip.transport.SipDestination;

/** A telephone on loopback that speaks SRTP and changes its key when a test says so (RFC 4568). */
final class SecurePhone implements SipUser, CallListener, AutoCloseable {
  private static final Pattern PORT = Pattern.compile("m=audio (\\d+) RTP/SAVP ");
  private static final Pattern KEY = Pattern.compile("a=crypto:1 (\\S+) inline:(\\S+)");

  private final InetAddress local = InetAddress.ofLiteral("127.0.0.1");
  private final Random random = new Random(4568);
  private final SipEndpoint endpoint;
  private final MediaEngine engine;
  private final RtpStream stream;
  private final CompletableFuture<String> answered = new CompletableFuture<>();
  private volatile UacCall call;
  private SrtpSuite suite;
  private byte[] key;
  private int version;

  SecurePhone() throws IOException {
    endpoint = SipEndpoint.start(SipConfig.listen(new InetSocketAddress(local, 0)), this);
    engine = MediaEngine.start(MediaConfig.anyPorts().withThreads(1));
    stream = engine.open(local);
  }

  RtpStream stream() {
    return stream;
  }

  /** Calls with a key of this suite, and gives the answer's description. */
  String dial(String number, InetSocketAddress node, SrtpSuite first) throws Exception {
    SipBody offer = offer(first);
    call =
        endpoint.invite(
            OutgoingInvite.to(
                    SipUri.sip(number, "127.0.0.1", node.getPort()),
                    NameAddress.of(SipUri.sip("+12065550199", "127.0.0.1", -1)))
                .withDestination(SipDestination.udp(node))
                .withBody(offer),
            this);
    return use(answered.get(20, TimeUnit.SECONDS));
  }

  /** A re-INVITE with a new key of this suite; gives the answer's description. */
  String changeKey(SrtpSuite next) throws Exception {
    CompletableFuture<String> answer = new CompletableFuture<>();
    SipBody offer = offer(next);
    ResponseHandler handler =
        new ResponseHandler() {
          @Override
          public void onResponse(UacRequest request, SipResponse response) {
            if (response.isFinal()) {
              answer.complete(response.body().map(SipBody::text).orElse("" + response.status()));
            }
          }

          @Override
          public void onFailure(UacRequest request, int status, String reason) {
            answer.complete("" + status);
          }
        };
    call.loop()
        .execute(
            () -> {
              var _ = call.request("INVITE", offer, List.of(), handler);
            });
    return use(answer.get(20, TimeUnit.SECONDS));
  }

  /** Our key in a description that the node sent. */
  static String keyIn(String description) {
    return group(KEY, 2, description);
  }

  /** An offer with a new key of this suite. */
  SipBody offer(SrtpSuite chosen) {
    suite = chosen;
    key = new byte[suite.keyBytes() + SrtpSuite.SALT_BYTES];
    random.nextBytes(key);
    return SipBody.sdp(
        """
        v=0\r
        o=- 1 %d IN IP4 127.0.0.1\r
        s=-\r
        c=IN IP4 127.0.0.1\r
        t=0 0\r
        m=audio %d RTP/SAVP 0\r
        a=crypto:1 %s inline:%s\r
        """
            .formatted(
                ++version, stream.localPort(), suite, Base64.getEncoder().encodeToString(key))
            .getBytes(StandardCharsets.US_ASCII));
  }

  /** Talks by the last offer and its answer from now on. */
  String use(String answer) {
    SrtpKeys keys =
        new SrtpKeys(
            new SrtpKey(suite, key, new byte[0]),
            new SrtpKey(suite, Base64.getDecoder().decode(keyIn(answer)), new byte[0]));
    int port = Integer.parseInt(group(PORT, 1, answer));
    stream.start(StreamParameters.of(new InetSocketAddress(local, port), G711.PCMU).withSrtp(keys));
    return answer;
  }

  private static String group(Pattern pattern, int group, String description) {
    Matcher found = pattern.matcher(description);
    if (!found.find()) {
      throw new AssertionError(pattern + " is not in: " + description);
    }
    return found.group(group);
  }

  @Override
  public void onAnswered(UacCall leg, SipResponse response) {
    answered.complete(response.body().orElseThrow().text());
  }

  @Override
  public void onEnded(SipCall leg, CallEnd end) {
    answered.completeExceptionally(new AssertionError("the call ended: " + end));
  }

  @Override
  public CallListener onInvite(UasCall leg, SipRequest invite) {
    leg.reject(486);
    return (ended, end) -> {};
  }

  @Override
  public void onRequest(UasRequest request) {
    request.respond(481);
  }

  @Override
  public void close() {
    endpoint.close();
    engine.close();
  }
}
