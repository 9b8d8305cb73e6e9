package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.carillon.core.meetings.MeetingAdmission;
import org.carillon.media.ivr.conference.MixingLoop;
import org.carillon.media.node.Meetings.Joining;
import org.carillon.media.rtp.MediaConfig;
import org.carillon.media.rtp.MediaEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who sits in a meeting of a node, and what the store is told of it (S7). */
@Timeout(60)
class MeetingsTest {
  private static final String MEETING = "m-1";

  private final Admission admission = new Admission();

  @Test
  void aMeetingIsNotGivenUpByItsLastLegWhileAnotherJoins() throws Exception {
    try (MediaEngine engine = MediaEngine.start(MediaConfig.anyPorts().withThreads(1));
        Meetings meetings =
            new Meetings(MixingLoop.start(), admission, "node-1", Duration.ofHours(1))) {
      Meetings.Seat first = joined(join(meetings, engine, "alice"));
      CountDownLatch admitted = admission.holdNext();
      CompletableFuture<Joining> second =
          CompletableFuture.supplyAsync(
              () -> join(meetings, engine, "bob"), Thread::startVirtualThread);
      Await.until("the second is being admitted", () -> admission.asked.contains("bob"));

      Thread leaving = Thread.ofPlatform().start(() -> meetings.leave(first));
      Await.until(
          "the first waits or has left",
          () -> leaving.getState() == Thread.State.WAITING || !leaving.isAlive());
      admitted.countDown();
      joined(second.join());
      leaving.join();

      assertThat(admission.given).isEmpty();
      assertThat(meetings.count()).isEqualTo(1);
    }
  }

  @Test
  void aMeetingIsGivenUpWithItsLastLeg() throws Exception {
    try (MediaEngine engine = MediaEngine.start(MediaConfig.anyPorts().withThreads(1));
        Meetings meetings =
            new Meetings(MixingLoop.start(), admission, "node-1", Duration.ofHours(1))) {
      Meetings.Seat first = joined(join(meetings, engine, "alice"));
      Meetings.Seat second = joined(join(meetings, engine, "bob"));

      meetings.leave(first);
      assertThat(admission.given).isEmpty();
      meetings.leave(second);

      assertThat(admission.given).containsExactly(MEETING);
      assertThat(meetings.count()).isZero();
    }
  }

  private static Joining join(Meetings meetings, MediaEngine engine, String token) {
    try {
      return meetings.join(
          engine.open(InetAddress.ofLiteral("127.0.0.1")), Optional.empty(), token, () -> {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Meetings.Seat joined(Joining joining) {
    assertThat(joining).isInstanceOf(Joining.Joined.class);
    return ((Joining.Joined) joining).seat();
  }

  /** A store that admits everybody under the name of the token, and may take its time. */
  private static final class Admission implements MeetingAdmission {
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> given = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch held = new CountDownLatch(0);

    CountDownLatch holdNext() {
      held = new CountDownLatch(1);
      return held;
    }

    @Override
    public Entry join(String joinToken, Optional<String> meetingId, String node) {
      asked.add(joinToken);
      try {
        held.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      return new Entry.Admitted(MEETING, joinToken, new Audio(true, true));
    }

    @Override
    public Map<String, Audio> standing(
        String meetingId, Collection<String> attendeeIds, String node) {
      Map<String, Audio> standing = new HashMap<>();
      attendeeIds.forEach(id -> standing.put(id, new Audio(true, true)));
      return standing;
    }

    @Override
    public void left(String meetingId, String node) {
      given.add(meetingId);
    }

    @Override
    public List<String> strangers(String meetingId, Collection<String> attendeeIds) {
      return List.of();
    }
  }
}
