package org.carillon.media.node;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.carillon.core.routing.TrunkTarget;
import org.carillon.media.rtp.MediaConfig;
import org.carillon.media.rtp.MediaEngine;
import org.carillon.media.rtp.RtpStream;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipParser;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipResponseBuilder;
import org.carillon.media.sip.sdp.AudioCapabilities;
import org.carillon.media.sip.sdp.Codec;
import org.carillon.media.sip.sdp.OfferAnswer;
import org.carillon.media.sip.sdp.SdpException;

/**
 * A carrier on loopback that rings at several places for one INVITE: each answers in a dialog of
 * its own, as behind a forking proxy (RFC 3261 section 13.2.2.4). It takes PRACK, BYE and
 * re-INVITE, and does not say that it takes UPDATE.
 */
final class ForkingCarrier implements AutoCloseable {
  private static final int WIDEST = 65_535;

  private final DatagramSocket socket;
  private final MediaEngine engine = MediaEngine.start(MediaConfig.anyPorts().withThreads(1));
  private final List<SipRequest> requests = new CopyOnWriteArrayList<>();
  private final List<Place> places = new CopyOnWriteArrayList<>();
  private volatile InetSocketAddress caller;
  private String allow = "INVITE, ACK, CANCEL, BYE, PRACK";

  ForkingCarrier() throws IOException {
    socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    Thread.startVirtualThread(this::listen);
  }

  /** Says that it takes UPDATE as well; each waits until a {@link Place} takes it. */
  ForkingCarrier allowingUpdate() {
    allow += ", UPDATE";
    return this;
  }

  TrunkTarget target() {
    return Trunks.host("127.0.0.1", socket.getLocalPort());
  }

  /** A place where it rings, with its To tag and what it speaks. */
  Place place(String tag, Codec... codecs) throws IOException {
    Place place = new Place(tag, codecs);
    places.add(place);
    return place;
  }

  /** The INVITE of the call, once it came. */
  SipRequest awaitInvite() {
    Await.until("an INVITE", () -> !of("INVITE").isEmpty());
    return of("INVITE").getFirst();
  }

  /** The requests of a method so far. */
  List<SipRequest> of(String method) {
    return requests.stream().filter(request -> request.is(method)).toList();
  }

  private void listen() {
    byte[] buffer = new byte[WIDEST];
    DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
    try {
      while (true) {
        socket.receive(packet);
        if (SipParser.parse(buffer, 0, packet.getLength(), false) instanceof SipRequest request) {
          caller = (InetSocketAddress) packet.getSocketAddress();
          requests.add(request);
          answer(request);
        }
      }
    } catch (SocketException e) {
      // it was closed
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void answer(SipRequest request) throws IOException {
    switch (request.method()) {
      case "PRACK", "BYE", "CANCEL" -> send(request.response(200));
      case "INVITE" -> {
        for (Place place : places) {
          if (request.toTag().equals(Optional.of(place.tag))) {
            send(place.response(request, 200).body(place.describe(request)));
          }
        }
      }
      default -> {}
    }
  }

  private void send(SipResponseBuilder response) throws IOException {
    byte[] bytes = response.build().bytes();
    socket.send(new DatagramPacket(bytes, bytes.length, caller));
  }

  /** One place where it rings. */
  final class Place {
    private final String tag;
    private final RtpStream stream;
    private AudioCapabilities capabilities;
    private SipBody description;
    private boolean byHand;
    private int rseq = 1;

    private Place(String tag, Codec... codecs) throws IOException {
      this.tag = tag;
      InetAddress local = InetAddress.getLoopbackAddress();
      stream = engine.open(local);
      AudioCapabilities g711 = AudioCapabilities.g711(local, stream.localPort(), 1);
      capabilities = codecs.length == 0 ? g711 : g711.withCodecs(List.of(codecs));
    }

    /** Describes its session by this text, in which PORT is its port, and not by what it speaks. */
    Place describingItself(String sdp) {
      description = SipBody.sdp(Sdp.bytes(sdp.replace("PORT", "" + stream.localPort())));
      byHand = true;
      return this;
    }

    /** Early media. */
    void describes() throws IOException {
      SipRequest invite = awaitInvite();
      send(response(invite, 183).body(describe(invite)));
    }

    /** Early media, sent reliably (RFC 3262). */
    void describesReliably() throws IOException {
      SipRequest invite = awaitInvite();
      int pracks = of("PRACK").size();
      send(
          response(invite, 183)
              .headers(
                  List.of(
                      HeaderField.of("Require", "100rel"),
                      HeaderField.of("RSeq", Integer.toString(rseq++))))
              .body(describe(invite)));
      Await.until("PRACK", () -> of("PRACK").size() > pracks);
    }

    /** Takes the call, and describes its session, again if it did before. */
    void answers() throws IOException {
      SipRequest invite = awaitInvite();
      send(response(invite, 200).body(describe(invite)));
    }

    /** Takes the UPDATE of the call. */
    void takesUpdate() throws IOException {
      Await.until("UPDATE", () -> !of("UPDATE").isEmpty());
      SipRequest update = of("UPDATE").getLast();
      send(response(update, 200).body(describe(update)));
    }

    /** Knows nothing of the dialog any more that a request came in. */
    void lostIts(SipRequest request) throws IOException {
      send(response(request, 481));
    }

    /** Takes the call without a word on its session. */
    void answersBarely() throws IOException {
      send(response(awaitInvite(), 200));
    }

    private SipResponseBuilder response(SipRequest request, int status) {
      List<HeaderField> headers = new ArrayList<>();
      headers.add(HeaderField.of("Allow", allow));
      headers.add(HeaderField.of("Contact", "<sip:127.0.0.1:" + socket.getLocalPort() + ">"));
      return request.response(status).toTag(tag).headers(headers);
    }

    private SipBody describe(SipRequest request) {
      try {
        if (description == null || (!byHand && request.toTag().isPresent())) {
          OfferAnswer.Answer answer =
              OfferAnswer.answer(request.body().orElseThrow().bytes(), capabilities);
          capabilities = capabilities.withSessionVersion(capabilities.sessionVersion() + 1);
          description = answer.body();
          stream.start(SessionMedia.parameters(answer.audio()));
        }
        return description;
      } catch (SdpException e) {
        throw new AssertionError(e);
      }
    }

    /** Sends a tone of 400 ms. */
    void sounds(int hertz) throws Exception {
      stream.write(Tones.of(hertz, 400).samples(), 0, 3200);
    }

    /** Counts what it hears of a tone. */
    AtomicInteger ear(int hertz) {
      return Ear.on(stream, hertz);
    }
  }

  @Override
  public void close() {
    socket.close();
    engine.close();
  }
}
