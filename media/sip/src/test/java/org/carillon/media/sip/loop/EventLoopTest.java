package org.carillon.media.sip.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The loop and the channels that it watches. */
class EventLoopTest {

  @Test
  void channelThatWasClosedBeforeTheStartIsLeftOut() throws Exception {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (EventLoop loop = new EventLoop("test-loop");
        DatagramChannel open = DatagramChannel.open().bind(any);
        DatagramChannel sender = DatagramChannel.open()) {
      CountDownLatch ready = new CountDownLatch(1);
      try (DatagramChannel given = DatagramChannel.open().bind(any)) {
        loop.register(given, () -> {});
      }
      loop.register(open, ready::countDown);

      loop.start();

      sender.send(ByteBuffer.wrap(new byte[] {1}), open.getLocalAddress());
      assertThat(ready.await(5, TimeUnit.SECONDS)).isTrue();
    }
  }
}
