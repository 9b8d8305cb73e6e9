package org.carillon.bench;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.carillon.core.ports.FunctionInvoker;
import org.carillon.media.node.MediaNode;
import org.carillon.media.rtp.PacingFigures;

/**
 * A {@link ZeroCostNode} whose function is a menu: a prompt that asks for one key, over and over;
 * or one prompt that does not end. It writes down when it was asked and when it had answered, and
 * how late the node's packets left.
 *
 * <p>{@link IvrTimes} reads its file.
 */
final class IvrNode implements FunctionInvoker {
  /** The file for the times follows. */
  static final String TIMES = "--times";

  /** The prompt does not end and asks for nothing. */
  static final String LONG_PROMPT = "--long-prompt";

  /** The callers' numbers: this and six digits, the number of the line. */
  static final String CALLERS = "+12065";

  static final String PROMPT = "menu.wav";

  private static final int LINE_DIGITS = 6;
  private static final String SOURCE =
      "{\"Type\":\"S3\",\"BucketName\":\"bench-prompts\",\"Key\":\"" + PROMPT + "\"}";
  private static final byte[] MENU =
      reply(
          "{\"Type\":\"PlayAudioAndGetDigits\",\"Parameters\":{\"ParticipantTag\":\"LEG-A\","
              + "\"AudioSource\":"
              + SOURCE
              + ",\"FailureAudioSource\":"
              + SOURCE
              + ",\"InputDigitsRegex\":\"^[0-9]$\",\"MinNumberOfDigits\":1,\"MaxNumberOfDigits\":1,"
              + "\"Repeat\":1,\"RepeatDurationInMilliseconds\":30000}}");
  private static final byte[] LONG =
      reply(
          "{\"Type\":\"PlayAudio\",\"Parameters\":{\"ParticipantTag\":\"LEG-A\",\"Repeat\":100000,"
              + "\"AudioSource\":"
              + SOURCE
              + "}}");
  private static final byte[] NOTHING = reply("");
  private static final String FROM = "\"From\":\"" + CALLERS;

  private final byte[] prompt;
  private final DataOutputStream times;

  private IvrNode(byte[] prompt, Path times) throws IOException {
    this.prompt = prompt;
    this.times = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(times)));
  }

  private static byte[] reply(String actions) {
    return ("{\"SchemaVersion\":\"1.0\",\"Actions\":[" + actions + "]}")
        .getBytes(StandardCharsets.UTF_8);
  }

  public static void main(String[] args) throws Exception {
    List<String> options = List.of(args);
    Path times = Path.of(options.get(options.indexOf(TIMES) + 1));
    IvrNode function = new IvrNode(options.contains(LONG_PROMPT) ? LONG : MENU, times);
    MediaNode node = ZeroCostNode.start(args, function);
    var stop = new CountDownLatch(1);
    do {
      function.write(node.pacing());
    } while (!stop.await(1, TimeUnit.SECONDS));
  }

  @Override
  public Result invoke(String functionArn, byte[] payload, Duration timeout) {
    long asked = System.nanoTime();
    String event = new String(payload, StandardCharsets.UTF_8);
    int from = event.indexOf(FROM) + FROM.length();
    int line = Integer.parseInt(event.substring(from, from + LINE_DIGITS));
    boolean goesOn = !event.contains("\"HANGUP\"");
    Result answer = new Result.Answer(goesOn ? prompt : NOTHING);
    if (goesOn) {
      write(line, asked, System.nanoTime());
    }
    return answer;
  }

  private synchronized void write(int line, long asked, long answered) {
    try {
      times.writeByte(IvrTimes.TURN);
      times.writeInt(line);
      times.writeLong(asked);
      times.writeLong(answered);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized void write(PacingFigures pacing) throws IOException {
    times.writeByte(IvrTimes.PACING);
    times.writeLong(System.nanoTime());
    long[] counts = pacing.counts();
    times.writeInt(counts.length);
    for (long count : counts) {
      times.writeLong(count);
    }
    times.flush();
  }
}
