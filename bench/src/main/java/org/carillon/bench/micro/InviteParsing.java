package org.carillon.bench.micro;

import io.pkts.packet.sip.SipParseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.carillon.media.sip.message.ParseResult;
import org.carillon.media.sip.message.SipParser;
import org.carillon.media.sip.message.SipRequest;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * An INVITE of 1.2 KB, as a carrier's border controller sends them: found to be one, and with the
 * fields read that a transaction and a dialog need. Peer: pkts-sip.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class InviteParsing {
  private static final byte[] INVITE =
      """
      INVITE sip:+12065550100@voice.example.com:5060;transport=udp SIP/2.0
      Via: SIP/2.0/UDP 203.0.113.20:5060;branch=z9hG4bK0d5f1a7be3c84d20a1b2;rport
      Via: SIP/2.0/UDP 198.51.100.7:5060;received=198.51.100.7;branch=z9hG4bK3f9ae1772d.1
      Record-Route: <sip:203.0.113.20:5060;lr;ftag=gK0c8e5d1f;did=4a1.8f21>
      Max-Forwards: 68
      From: "SEATTLE WA" <sip:+14255550199@198.51.100.7:5060;user=phone>;tag=gK0c8e5d1f
      To: <sip:+12065550100@voice.example.com:5060;user=phone>
      Call-ID: 1745820513_97412233@198.51.100.7
      CSeq: 21482 INVITE
      Contact: "SEATTLE WA" <sip:+14255550199@198.51.100.7:5060>
      Allow: INVITE,ACK,CANCEL,BYE,REGISTER,REFER,INFO,SUBSCRIBE,NOTIFY,PRACK,UPDATE,OPTIONS
      Accept: application/sdp, application/isup, application/dtmf, multipart/mixed
      P-Asserted-Identity: "SEATTLE WA" <sip:+14255550199@198.51.100.7:5060;user=phone>
      Supported: timer,100rel,precondition,replaces
      Session-Expires: 1800;refresher=uac
      Min-SE: 90
      User-Agent: Border/9.2.3
      Content-Disposition: session;handling=required
      Content-Type: application/sdp
      Content-Length: 274

      v=0
      o=Border 14773 9013 IN IP4 198.51.100.7
      s=SIP Media Capabilities
      c=IN IP4 198.51.100.61
      t=0 0
      m=audio 36012 RTP/AVP 0 8 18 101
      a=rtpmap:0 PCMU/8000
      a=rtpmap:8 PCMA/8000
      a=rtpmap:18 G729/8000
      a=fmtp:18 annexb=no
      a=rtpmap:101 telephone-event/8000
      a=fmtp:101 0-15
      a=sendrecv
      a=ptime:20
      """
          .replace("\n", "\r\n")
          .getBytes(StandardCharsets.US_ASCII);

  /** Ours: header fields found, start line and the fields of every message checked. */
  @Benchmark
  public ParseResult carillon() {
    return SipParser.parse(INVITE);
  }

  /** Ours, and the values read. */
  @Benchmark
  public void carillonWithFields(Blackhole sink) {
    if (!(SipParser.parse(INVITE) instanceof SipRequest invite)) {
      throw new IllegalStateException("not taken for a request");
    }
    sink.consume(invite.topVia());
    sink.consume(invite.from());
    sink.consume(invite.to());
    sink.consume(invite.callId());
    sink.consume(invite.cseq());
    sink.consume(invite.contact());
  }

  /** pkts-sip: the message framed. */
  @Benchmark
  public Object pkts() throws IOException, SipParseException {
    return io.pkts.packet.sip.SipMessage.frame(INVITE);
  }

  /** pkts-sip, and the values read. */
  @Benchmark
  public void pktsWithFields(Blackhole sink) throws IOException, SipParseException {
    var invite = io.pkts.packet.sip.SipMessage.frame(INVITE);
    sink.consume(invite.getViaHeader());
    sink.consume(invite.getFromHeader());
    sink.consume(invite.getToHeader());
    sink.consume(invite.getCallIDHeader());
    sink.consume(invite.getCSeqHeader());
    sink.consume(invite.getContactHeader());
  }
}
