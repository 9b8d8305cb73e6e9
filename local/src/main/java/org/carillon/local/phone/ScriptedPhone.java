package org.carillon.local.phone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.carillon.local.phone.PhoneScript.Step;
import org.carillon.media.ivr.PcmAudio;
import org.carillon.media.ivr.WavWriter;
import org.carillon.media.rtp.StreamClosedException;

/**
 * A telephone that does what a script says, on real SIP and RTP: one call at a time. A step that
 * does not come true ends the script with a {@link PhoneException} that says what came instead.
 * Used by one thread, which waits.
 */
public final class ScriptedPhone implements AutoCloseable {

  /** Below this nothing is heard: line noise of G.711 is some tens at most. */
  private static final int AUDIBLE = 500;

  private static final int WINDOW = PcmAudio.SAMPLE_RATE / 50;

  private static final double TONE_SHARE = 0.8;
  private static final int SURELY_A_TONE = 3 * WINDOW;

  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(40);
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);

  private final Telephone telephone;
  private final InetSocketAddress sip;
  private final String from;
  private final Consumer<String> tell;
  private final AtomicReference<String> keys = new AtomicReference<>("");
  private Optional<PhoneLine> line = Optional.empty();
  private int heardUntil;
  private int keysUntil;

  /** A step did not come true. */
  public static final class PhoneException extends Exception {
    private static final long serialVersionUID = 1L;

    PhoneException(String message) {
      super(message);
    }
  }

  /**
   * @param address the address of this machine to call from
   * @param sip where calls are sent
   * @param from the caller's number
   * @param tell hears what happens on the line, in a few words each
   */
  public ScriptedPhone(
      InetAddress address, InetSocketAddress sip, String from, Consumer<String> tell)
      throws IOException {
    this.telephone = new Telephone(address);
    this.sip = sip;
    this.from = from;
    this.tell = tell;
  }

  /** Where this telephone takes calls. */
  public InetSocketAddress sipAddress() {
    return telephone.sipAddress();
  }

  /** Does all of a script. */
  public void run(PhoneScript script) throws PhoneException, IOException, InterruptedException {
    for (int i = 0; i < script.steps().size(); i++) {
      tell.accept("script: " + script.lines().get(i));
      run(script.steps().get(i));
    }
  }

  private void run(Step step) throws PhoneException, IOException, InterruptedException {
    switch (step) {
      case Step.Call(String number) -> {
        begin(telephone.dial(plan(number), this::onLine));
        await(line().talking(), ANSWER_LIMIT, "the call was not answered");
      }
      case Step.IsRefused(String number, int status, Duration within) -> {
        begin(telephone.dial(plan(number), this::onLine));
        refused(status, within);
      }
      case Step.BeCalled(Duration within) -> {
        CompletableFuture<PhoneLine> rang = telephone.answerNext(LONGEST, this::onLine);
        begin(await(rang, within, "nobody called"));
        await(line().talking(), ANSWER_LIMIT, "the call could not be answered");
      }
      case Step.SeeHeader(String name, String value) -> {
        String seen = line().header(name);
        if (!seen.equals(value)) {
          throw new PhoneException("the call came with " + name + ": " + seen);
        }
      }
      case Step.HearSound(Duration within) ->
          await(within, "nothing was heard", () -> skipTo(ScriptedPhone::isLoud, WINDOW));
      case Step.HearSilence(Duration length, Duration within) -> {
        int samples = (int) (length.toMillis() * PcmAudio.SAMPLE_RATE / 1000);
        await(
            within,
            "it was never silent",
            () -> skipTo((heard, at) -> !isLoud(heard, at), samples));
      }
      case Step.HearTone(int hertz, Duration within) ->
          await(
              within,
              "no tone of " + hertz + " Hz was heard",
              () -> skipTo((heard, at) -> isTone(hertz, heard, at), SURELY_A_TONE));
      case Step.Say(int hertz, Duration length) -> say(Tone.of(hertz, length));
      case Step.HearKeys(String wanted, Duration within) ->
          await(
              within,
              "keys heard are '" + keys.get().substring(keysUntil) + "'",
              () -> took(wanted));
      case Step.Press(String pressed) -> press(pressed);
      case Step.Wait(Duration time) -> Thread.sleep(time);
      case Step.Keep(var file) -> Files.write(file, WavWriter.write(line().heard()));
      case Step.HangUp() -> {
        line().hangUp();
        await(line().outcome(), ANSWER_LIMIT, "the call did not end");
      }
      case Step.IsHungUp(Duration within) -> await(line().outcome(), within, "the call goes on");
    }
  }

  /** All that the call in hand, or the last one, has heard. */
  public PcmAudio heard() throws PhoneException {
    return line().heard();
  }

  private CallPlan plan(String number) {
    return CallPlan.of(from, number, sip, LONGEST);
  }

  private void begin(PhoneLine next) {
    line = Optional.of(next);
    heardUntil = 0;
    keysUntil = keys.get().length();
  }

  private PhoneLine line() throws PhoneException {
    return line.orElseThrow(() -> new PhoneException("no call was placed or taken before this"));
  }

  private void onLine(String words) {
    if (words.startsWith("heard key ")) {
      String key = words.substring(words.length() - 1);
      keys.updateAndGet(before -> before + key);
    }
    tell.accept(words);
  }

  private void refused(int status, Duration within) throws PhoneException, InterruptedException {
    Telephone.Outcome outcome = await(line().outcome(), within, "the call was not refused");
    if (outcome.answered() || outcome.end().status() != status) {
      throw new PhoneException(
          "the call ended with status " + outcome.end().status() + ", not " + status);
    }
  }

  private void press(String pressed) throws PhoneException, InterruptedException {
    try {
      int last = pressed.length() - 1;
      line().pressAll(pressed.substring(0, last));
      pressLast(pressed.substring(last));
    } catch (IllegalStateException notAgreed) {
      throw new PhoneException("the other side takes no telephone-event (RFC 4733)");
    } catch (StreamClosedException over) {
      throw new PhoneException("the call ended before " + pressed + " was pressed");
    }
    heardUntil = line().heard().length(); // what comes next is the answer to these keys
  }

  /** The other side may act on a key, and hang up, before the finger is off it. */
  private void pressLast(String key) throws PhoneException, InterruptedException {
    try {
      line().pressAll(key);
    } catch (StreamClosedException over) {
      tell.accept("the call ended while " + key + " was pressed");
    }
  }

  private void say(short[] sound) throws PhoneException, InterruptedException {
    try {
      line().say(sound);
    } catch (StreamClosedException over) {
      throw new PhoneException("the call ended before all was said");
    }
  }

  private boolean took(String wanted) {
    int at = keys.get().indexOf(wanted, keysUntil);
    if (at < 0) {
      return false;
    }
    keysUntil = at + wanted.length();
    return true;
  }

  /**
   * Goes on to where it sounds like this for so many samples.
   *
   * @return false when it is not so in what was heard until now
   */
  private boolean skipTo(Sound sound, int samples) {
    short[] heard = line.orElseThrow().heard().samples();
    int run = 0;
    for (int at = heardUntil; at + WINDOW <= heard.length; at += WINDOW) {
      run = sound.isAt(heard, at) ? run + WINDOW : 0;
      if (run >= samples) {
        heardUntil = at + WINDOW;
        return true;
      }
    }
    return false;
  }

  /** What a window of what was heard may sound like. */
  @FunctionalInterface
  private interface Sound {
    boolean isAt(short[] heard, int from);
  }

  private static boolean isTone(int hertz, short[] heard, int from) {
    return Tone.share(hertz, heard, from, WINDOW) > TONE_SHARE;
  }

  private static boolean isLoud(short[] heard, int from) {
    for (int i = from; i < from + WINDOW; i++) {
      if (Math.abs(heard[i]) > AUDIBLE) {
        return true;
      }
    }
    return false;
  }

  private void await(Duration within, String otherwise, BooleanSupplier condition)
      throws PhoneException {
    PhoneLine at = line();
    long end = System.nanoTime() + within.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new PhoneException(otherwise + " within " + within.toMillis() + " ms");
      }
      if (at.outcome().isDone() && !condition.getAsBoolean()) {
        throw new PhoneException(otherwise + " before the call ended");
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
  }

  private static <T> T await(CompletableFuture<T> future, Duration within, String otherwise)
      throws PhoneException, InterruptedException {
    try {
      return future.get(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw new PhoneException(otherwise + " within " + within.toMillis() + " ms");
    } catch (ExecutionException failed) {
      throw new PhoneException(otherwise + ": " + failed.getCause().getMessage());
    }
  }

  @Override
  public void close() {
    telephone.close();
  }
}
