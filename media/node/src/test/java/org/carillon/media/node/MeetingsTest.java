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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
  void whoIsAdmittedWhileTheLastLegGivesTheMeetingUpAsksAgain() throws Exception {
    try (MediaEngine engine = MediaEngine.start(MediaConfig.anyPorts().withThreads(1));
        Meetings meetings = meetings()) {
      Meetings.Seat first = joined(join(meetings, engine, "alice"));
      CountDownLatch admitted = admission.holdNext();
      CompletableFuture<Joining> second = joining(meetings, engine, "bob");
      Await.until("the second is being admitted", () -> admission.asked.contains("bob"));

      meetings.leave(first);
      admission.elsewhere = true;
      admitted.countDown();

      assertThat(second.join()).isInstanceOf(Joining.Refused.class);
      assertThat(admission.asked).containsExactly("alice", "bob", "bob");
      assertThat(meetings.count()).isZero();
    }
  }

  @Test
  void aStoreThatHangsOverOneMeetingStopsNoOther() throws Exception {
    try (MediaEngine engine = MediaEngine.start(MediaConfig.anyPorts().withThreads(1));
        Meetings meetings = meetings()) {
      Meetings.Seat first = joined(join(meetings, engine, "alice"));
      CountDownLatch answering = admission.holdLeaving(MEETING);
      Thread leaving = Thread.startVirtualThread(() -> meetings.leave(first));
      Await.until("the store is told", () -> admission.leaving.contains(MEETING));

      Meetings.Seat other = joined(joining(meetings, engine, "m-2/bob").get(20, TimeUnit.SECONDS));
      Await.until("it is looked at", () -> admission.looked.contains("m-2"));
      CompletableFuture.runAsync(() -> meetings.leave(other)).get(20, TimeUnit.SECONDS);

      assertThat(admission.given).containsExactly("m-2");
      answering.countDown();
      leaving.join();
    }
  }

  @Test
  void aLookThatHangsOverOneMeetingDelaysNoOtherAndNoLegThatLeavesIt() throws Exception {
    try (MediaEngine engine = MediaEngine.start(MediaConfig.anyPorts().withThreads(1));
        Meetings meetings = meetings()) {
      CountDownLatch answering = admission.holdLooks(MEETING);
      joined(join(meetings, engine, "alice"));
      Meetings.Seat second = joined(join(meetings, engine, "bob"));
      Await.until("the store is asked", () -> admission.looked.contains(MEETING));

      joined(joining(meetings, engine, "m-2/carol").get(20, TimeUnit.SECONDS));
      Await.until("it is looked at", () -> admission.looked.contains("m-2"));
      CompletableFuture.runAsync(() -> meetings.leave(second)).get(20, TimeUnit.SECONDS);

      assertThat(admission.looked).as("one look a meeting").containsOnlyOnce(MEETING);
      answering.countDown();
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

  private Meetings meetings() {
    return new Meetings(MixingLoop.start(), admission, "node-1", Duration.ofMillis(10));
  }

  private static CompletableFuture<Joining> joining(
      Meetings meetings, MediaEngine engine, String token) {
    return CompletableFuture.supplyAsync(
        () -> join(meetings, engine, token), Thread::startVirtualThread);
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

  /**
   * A store that admits everybody under the name of the token, to the meeting before its slash, and
   * may take its time.
   */
  private static final class Admission implements MeetingAdmission {
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> looked = new CopyOnWriteArrayList<>();
    private final List<String> leaving = new CopyOnWriteArrayList<>();
    private final List<String> given = new CopyOnWriteArrayList<>();
    private final Map<String, CountDownLatch> heldLooks = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> heldLeaving = new ConcurrentHashMap<>();
    private volatile CountDownLatch held = new CountDownLatch(0);
    private volatile boolean elsewhere;

    CountDownLatch holdNext() {
      held = new CountDownLatch(1);
      return held;
    }

    CountDownLatch holdLooks(String meetingId) {
      return heldLooks.computeIfAbsent(meetingId, _ -> new CountDownLatch(1));
    }

    CountDownLatch holdLeaving(String meetingId) {
      return heldLeaving.computeIfAbsent(meetingId, _ -> new CountDownLatch(1));
    }

    @Override
    public Entry join(String joinToken, Optional<String> meetingId, String node) {
      boolean again = asked.contains(joinToken);
      asked.add(joinToken);
      await(held);
      int slash = joinToken.indexOf('/');
      return elsewhere && again
          ? new Entry.Elsewhere("node-2")
          : new Entry.Admitted(
              slash < 0 ? MEETING : joinToken.substring(0, slash),
              joinToken,
              new Audio(true, true));
    }

    @Override
    public Map<String, Audio> standing(
        String meetingId, Collection<String> attendeeIds, String node) {
      looked.add(meetingId);
      await(heldLooks.getOrDefault(meetingId, new CountDownLatch(0)));
      Map<String, Audio> standing = new HashMap<>();
      attendeeIds.forEach(id -> standing.put(id, new Audio(true, true)));
      return standing;
    }

    @Override
    public void left(String meetingId, String node) {
      leaving.add(meetingId);
      await(heldLeaving.getOrDefault(meetingId, new CountDownLatch(0)));
      given.add(meetingId);
    }

    private static void await(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public List<String> strangers(String meetingId, Collection<String> attendeeIds) {
      return List.of();
    }
  }
}
