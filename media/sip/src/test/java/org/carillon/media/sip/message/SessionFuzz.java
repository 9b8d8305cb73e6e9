package org.carillon.media.sip.message;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import org.carillon.media.sip.sdp.RelayLeg;
import org.carillon.media.sip.sdp.SdpException;
import org.carillon.media.sip.sdp.SdpRelay;
import org.carillon.media.sip.sdp.SessionDescription;

/**
 * Any bytes as a session description: read, written the same, offered on and answered. A target of
 * bench/fuzz.sh.
 */
public final class SessionFuzz {
  private static final InetAddress LOCAL = InetAddress.ofLiteral("192.0.2.1");

  private SessionFuzz() {}

  /** The fuzzer's entry. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    takes(bytes);
  }

  /** Whether the bytes are a session description. */
  static boolean takes(byte[] bytes) {
    SessionDescription read;
    try {
      read = SessionDescription.parse(bytes);
    } catch (SdpException stated) {
      require(!stated.getMessage().isEmpty());
      return false;
    }
    byte[] written = read.toBytes();
    try {
      require(Arrays.equals(SessionDescription.parse(written).toBytes(), written));
      require(SessionDescription.parse(written).flowing().media().size() == read.media().size());
    } catch (SdpException e) {
      throw new AssertionError("what was read is written so that it can be read", e);
    }
    offerOn(read);
    return true;
  }

  private static void offerOn(SessionDescription offer) {
    RelayLeg near = leg(4000);
    RelayLeg far = leg(4002);
    SdpRelay relay = new SdpRelay(near, far);
    try {
      SessionDescription onward = relay.offer(near, offer);
      SessionDescription back = relay.answer(onward);
      require(back.media().size() == offer.media().size());
    } catch (SdpException stated) {
      require(stated.status() == 400 || stated.status() == 488);
    }
  }

  private static RelayLeg leg(int port) {
    return new RelayLeg(new InetSocketAddress(LOCAL, port), RelayLeg.Security.ACCEPTED, port, 0);
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new AssertionError("a session description");
    }
  }
}
