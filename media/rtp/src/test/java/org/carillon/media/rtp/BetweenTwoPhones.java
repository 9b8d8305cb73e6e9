package org.carillon.media.rtp;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import org.carillon.media.rtp.MediaConfig.Transport;
import org.junit.jupiter.api.AfterEach;

/** What tests of two streams have: an engine, and a phone at the far end of each stream. */
abstract class BetweenTwoPhones {
  protected MediaEngine engine;
  protected Phone alice;
  protected Phone bob;
  protected RtpStream toAlice;
  protected RtpStream toBob;

  /** Neither stream is started, nor are they bridged. */
  protected void open(Transport transport, InetAddress local, int threads) throws IOException {
    assumeTrue(
        transport == Transport.NIO || "Linux".equals(System.getProperty("os.name")),
        "epoll sockets are for Linux");
    engine =
        MediaEngine.start(MediaConfig.anyPorts().withTransport(transport).withThreads(threads));
    toAlice = engine.open(local);
    toBob = engine.openBeside(toAlice, local);
    alice = new Phone(local, toAlice);
    bob = new Phone(local, toBob);
  }

  @AfterEach
  void close() throws IOException {
    if (engine == null) {
      return; // not on this system
    }
    engine.close();
    alice.close();
    bob.close();
  }

  /** Waits until the media thread has done what was asked of it. */
  protected void settle() {
    settle(toAlice);
  }

  static void settle(RtpStream stream) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    ((PacedStream) stream).thread().execute(() -> done.complete(null));
    done.join();
  }
}
