package org.carillon.local.phone;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a telephone is to do, a line each, as people write it:
 *
 * <pre>
 * call +12065550100
 * hear sound within 5 s
 * hear silence for 1 s within 20 s
 * hear 1000 Hz within 5 s
 * say 700 Hz for 0.5 s
 * press 1234#
 * hear keys 99 within 3 s
 * wait 2 s
 * keep heard.wav
 * hang up
 * </pre>
 *
 * <p>Also {@code wait for a call within 10 s} and {@code sees X-Ticket: 7} of a header of that
 * call, {@code is hung up within 10 s} and {@code is refused with 486 within 10 s}. Empty lines and
 * those that start with {@code --} are left out.
 *
 * @param lines as they were written, one for each step
 * @param steps one after the other
 */
public record PhoneScript(List<String> lines, List<Step> steps) {

  /** Most lines of a script. */
  public static final int MAX_STEPS = 1000;

  /** One line. */
  public sealed interface Step {
    /** Place a call, and wait until it is answered. */
    record Call(String number) implements Step {}

    /** Wait until somebody calls, and answer. */
    record BeCalled(Duration within) implements Step {}

    /** The call that was taken came with this header. */
    record SeeHeader(String name, String value) implements Step {}

    /** Something is heard, such as speech. */
    record HearSound(Duration within) implements Step {}

    /** Nothing is heard for so long. */
    record HearSilence(Duration length, Duration within) implements Step {}

    /** A pure tone of this frequency is heard, for a moment at least. */
    record HearTone(int hertz, Duration within) implements Step {}

    /** Send a pure tone of this frequency. */
    record Say(int hertz, Duration length) implements Step {}

    /** These keys are pressed by the other side, all of them since the step before. */
    record HearKeys(String keys, Duration within) implements Step {}

    /** Press keys. */
    record Press(String keys) implements Step {}

    /** Do nothing. */
    record Wait(Duration time) implements Step {}

    /** Write what was heard so far. */
    record Keep(Path file) implements Step {}

    /** End the call. */
    record HangUp() implements Step {}

    /** The other side ends the call. */
    record IsHungUp(Duration within) implements Step {}

    /** The call that was placed is refused. */
    record IsRefused(String number, int status, Duration within) implements Step {}
  }

  private static final String TIME = "(\\d{1,4}(?:\\.\\d{1,3})?) s";
  private static final String TONE = "([1-9]\\d{2}|[123]\\d{3}) Hz";

  /** A line's form, and the step it stands for. */
  private record Form(Pattern pattern, Reader reader) {
    static Form of(String pattern, Reader reader) {
      return new Form(Pattern.compile(pattern), reader);
    }
  }

  @FunctionalInterface
  private interface Reader {
    Step read(Matcher words);
  }

  private static final List<Form> FORMS =
      List.of(
          Form.of("call (\\+?[0-9]{2,15})", it -> new Step.Call(it.group(1))),
          Form.of(
              "call (\\+?[0-9]{2,15}) is refused with (\\d{3}) within " + TIME,
              it ->
                  new Step.IsRefused(
                      it.group(1), Integer.parseInt(it.group(2)), time(it.group(3)))),
          Form.of("wait for a call within " + TIME, it -> new Step.BeCalled(time(it.group(1)))),
          Form.of(
              "sees ([A-Za-z0-9-]{1,128}): (.{1,2048})",
              it -> new Step.SeeHeader(it.group(1), it.group(2))),
          Form.of("hear sound within " + TIME, it -> new Step.HearSound(time(it.group(1)))),
          Form.of(
              "hear silence for " + TIME + " within " + TIME,
              it -> new Step.HearSilence(time(it.group(1)), time(it.group(2)))),
          Form.of(
              "hear " + TONE + " within " + TIME,
              it -> new Step.HearTone(Integer.parseInt(it.group(1)), time(it.group(2)))),
          Form.of(
              "say " + TONE + " for " + TIME,
              it -> new Step.Say(Integer.parseInt(it.group(1)), time(it.group(2)))),
          Form.of(
              "hear keys ([0-9*#A-D]{1,128}) within " + TIME,
              it -> new Step.HearKeys(it.group(1), time(it.group(2)))),
          Form.of("press ([0-9*#A-D,]{1,128})", it -> new Step.Press(it.group(1))),
          Form.of("wait " + TIME, it -> new Step.Wait(time(it.group(1)))),
          Form.of("keep (\\S{1,500})", it -> new Step.Keep(Path.of(it.group(1)))),
          Form.of("hang up", it -> new Step.HangUp()),
          Form.of("is hung up within " + TIME, it -> new Step.IsHungUp(time(it.group(1)))));

  public PhoneScript {
    lines = List.copyOf(lines);
    steps = List.copyOf(steps);
  }

  /**
   * Reads a script.
   *
   * @throws IllegalArgumentException naming the first line that is none
   */
  public static PhoneScript parse(String text) {
    List<String> lines = new ArrayList<>();
    List<Step> steps = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().map(String::strip).toList()) {
      number++;
      if (!line.isEmpty() && !line.startsWith("--")) {
        lines.add(line);
        steps.add(step(number, line));
      }
      if (steps.size() > MAX_STEPS) {
        throw new IllegalArgumentException("a script has at most " + MAX_STEPS + " lines");
      }
    }
    return new PhoneScript(lines, steps);
  }

  private static Step step(int number, String line) {
    for (Form form : FORMS) {
      Matcher words = form.pattern().matcher(line);
      if (words.matches()) {
        return form.reader().read(words);
      }
    }
    throw new IllegalArgumentException(
        "line " + number + " is nothing a telephone can do: '" + line + "'");
  }

  private static Duration time(String seconds) {
    return Duration.ofMillis(Math.round(Double.parseDouble(seconds) * 1000));
  }
}
