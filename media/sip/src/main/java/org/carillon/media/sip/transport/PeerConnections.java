package org.carillon.media.sip.transport;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.carillon.media.sip.SipConfig;

/**
 * What peers hold open on one port, so that one of them cannot take all places. The counts belong
 * to the port's thread.
 */
final class PeerConnections {
  private final SipConfig.Limits limits;
  private final Map<InetAddress, Integer> ofSource = new HashMap<>();
  private int handshakes;

  PeerConnections(SipConfig.Limits limits) {
    this.limits = limits;
  }

  /** Takes a place for a connection of that source; false when it has its share already. */
  boolean enter(InetAddress source) {
    if (ofSource.getOrDefault(source, 0) >= limits.connectionsOfSource()) {
      return false;
    }
    ofSource.merge(source, 1, Integer::sum);
    return true;
  }

  /** Gives a place back. */
  void leave(InetAddress source) {
    ofSource.computeIfPresent(source, (key, count) -> count > 1 ? count - 1 : null);
  }

  /**
   * Takes a place for a handshake.
   *
   * @return gives the place back, once, however often it is run; null when too many are under way
   */
  Runnable beginHandshake() {
    if (handshakes >= limits.handshakes()) {
      return null;
    }
    handshakes++;
    AtomicBoolean ended = new AtomicBoolean();
    return () -> {
      if (ended.compareAndSet(false, true)) {
        handshakes--;
      }
    };
  }
}
