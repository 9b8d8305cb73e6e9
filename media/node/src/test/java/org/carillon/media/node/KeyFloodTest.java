package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.carillon.core.calls.CallUpdate;
import org.carillon.core.ports.FunctionInvoker;
import org.carillon.media.sip.message.SipBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A caller whose phone presses keys as fast as its line is (S4, V15). */
@Timeout(120)
class KeyFloodTest {
  private static final String NUMBER = "+12065550100";
  private static final int KEYS = 101;
  private static final String LISTEN =
      """
      [{"Type":"ReceiveDigits","Parameters":{"InputDigitsRegex":"^\\\\d$",
        "InBetweenDigitsDurationInMilliseconds":1000,"FlushDigitsDurationInMilliseconds":10000}},
       {"Type":"PlayAudio","Parameters":{"Repeat":3,
        "AudioSource":{"Type":"S3","BucketName":"prompts","Key":"tone.wav"}}}]
      """;

  /** Matches that wait, and the one that the function has. */
  private static final int MOST_TOLD = 33;

  @TempDir Path data;

  @Test
  void itsKeysDoNotPileUpAndOtherCallsGoOn() throws Exception {
    CountDownLatch answering = new CountDownLatch(1);
    ScriptedFunction function = new ScriptedFunction(type -> answer(type, answering));
    try (TestNode node = TestNode.with(data, function);
        DatagramSocket phone = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
        Caller flooder = Caller.onLoopback();
        Caller other = Caller.onLoopback()) {
      flooder.dial(NUMBER, node.sip(), offer(phone));
      InetSocketAddress media = flooder.awaitAnswer().remote();
      Thread flood = Thread.ofPlatform().start(() -> flood(phone, media));

      Await.until("keys are dropped", () -> droppedKeys(node) > 0);
      other.dial(NUMBER, node.sip());
      other.awaitAnswer();
      Await.until("the prompt of the other", () -> other.framesOf(TestNode.PROMPT_HZ) > 10);
      flood.interrupt();
      flood.join();
      answering.countDown();
      update(node, transactionId(function));
      Await.until("all is told", () -> function.eventTypes().contains("CALL_UPDATE_REQUESTED"));

      assertThat(Collections.frequency(function.eventTypes(), "DIGITS_RECEIVED"))
          .isBetween(1, MOST_TOLD);
    }
  }

  /** The function takes its time over keys. */
  private static FunctionInvoker.Result answer(String type, CountDownLatch answering) {
    return switch (type) {
      case "NEW_INBOUND_CALL" -> ScriptedFunction.actions(LISTEN);
      case "DIGITS_RECEIVED" -> {
        await(answering);
        yield ScriptedFunction.keepGoing();
      }
      default -> ScriptedFunction.keepGoing();
    };
  }

  /** The call is updated: that is told after all that waits. */
  private static void update(TestNode node, String transactionId) {
    assertThat(node.node().update(new CallUpdate(transactionId, Map.of(), Instant.now()))).isTrue();
  }

  private static String transactionId(ScriptedFunction function) {
    Map<?, ?> details = (Map<?, ?>) function.event("NEW_INBOUND_CALL").get("CallDetails");
    return (String) details.get("TransactionId");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static double droppedKeys(TestNode node) {
    node.node().measure();
    return node.puts("NodeDroppedKeys").stream().mapToDouble(it -> it.sum()).sum();
  }

  private static SipBody offer(DatagramSocket phone) {
    String port = String.valueOf(phone.getLocalPort());
    return SipBody.sdp(
        Sdp.bytes(Sdp.audio(port, "0 " + KEYS, "rtpmap:" + KEYS + " telephone-event/8000")));
  }

  /** Each packet is a press of its own, a sample after the one before, until it is interrupted. */
  private static void flood(DatagramSocket phone, InetSocketAddress to) {
    ByteBuffer rtp = ByteBuffer.allocate(16);
    rtp.put(0, (byte) 0x80).put(1, (byte) KEYS).putInt(8, 7);
    rtp.putInt(12, 0x058A00A0); // the end of key 5, of 20 ms
    DatagramPacket packet = new DatagramPacket(rtp.array(), rtp.capacity(), to);
    try {
      for (int i = 1; !Thread.currentThread().isInterrupted(); i++) {
        rtp.putShort(2, (short) i).putInt(4, i);
        phone.send(packet);
      }
    } catch (IOException closed) {
      // the test is over
    }
  }
}
