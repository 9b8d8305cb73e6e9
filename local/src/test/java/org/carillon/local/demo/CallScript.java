package org.carillon.local.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One call in a few lines: what the function answers, what the telephones and the API do, what the
 * function is told, and what is in the buckets afterwards.
 *
 * <pre>
 * == RecordAudio keeps what the caller says
 * answer NEW_INBOUND_CALL: {"Type":"RecordAudio","Parameters":{...}}
 * phone  call $NUMBER
 * phone  say 700 Hz for 0.6 s
 * phone  press #
 * phone  is hung up within 10 s
 * told   1 NEW_INBOUND_CALL [LEG-A]
 * told   2 ACTION_SUCCESSFUL [LEG-A Connected] {"Type":"RecordAudio"}
 * told   3 HANGUP [LEG-A Disconnected]
 * kept   voicemail/new: 700
 * </pre>
 *
 * <p>{@code answer EVENT: } has actions, {@code answer EVENT = } the whole answer; the second line
 * for an event is the answer to the second event of the kind, and what no line answers is hung up.
 * {@code phone} and {@code api} lines are done one after the other, {@code other} lines by a second
 * telephone meanwhile; {@code await EVENT} waits until the function is told. {@code told} lines are
 * all events with their Sequence, each leg, and what must be in ActionData, or in the event itself
 * when that has none; {@code *} stands for anything. {@code kept BUCKET/PREFIX: } has the tones of
 * each channel in hertz: {@code 700+620-900} has the first two and not the third. {@code await 3
 * EVENT} waits for the event of that Sequence. Empty lines and those that start with {@code --} are
 * left out.
 *
 * @param title what it shows
 * @param answers by event
 * @param steps of the telephone and the API
 * @param other steps of the second telephone
 * @param told all events, in order
 * @param kept the recordings
 */
record CallScript(
    String title,
    Map<String, List<String>> answers,
    List<Step> steps,
    List<String> other,
    List<Told> told,
    List<Kept> kept) {

  /** What {@code phone} or {@code api} does, or what is waited for. */
  record Step(String actor, String words) {}

  /** An event: its sequence, name and legs in one text, and what it holds as JSON. */
  record Told(String event, String data, String attributes) {}

  /** A recording: where it is, and what is in each of its channels. */
  record Kept(String bucket, String prefix, List<Sound> channels) {}

  /** The tones that a channel has, and those that it has not, in hertz. */
  record Sound(List<Integer> heard, List<Integer> missing) {
    private static final Pattern TONE = Pattern.compile("([+-]?)(\\d+)");

    private static Sound parse(String words) {
      var sound = new Sound(new ArrayList<>(), new ArrayList<>());
      TONE.matcher(words)
          .results()
          .forEach(
              tone ->
                  (tone.group(1).equals("-") ? sound.missing : sound.heard)
                      .add(Integer.valueOf(tone.group(2))));
      return sound;
    }
  }

  private static final Pattern ANSWER = Pattern.compile("([A-Z_]+)(:| =) ?(.*)");
  private static final Pattern TOLD =
      Pattern.compile("(\\d+ [A-Z_]+ \\[[^]]*])(?: (\\{.*?}))?(?: attributes (\\{.*}))?");
  private static final Pattern KEPT = Pattern.compile("([a-z0-9-]+)/(\\S*): ([0-9+ -]+)");

  /** The scripts of a test resource. */
  static List<CallScript> read(String resource) {
    List<CallScript> scripts = new ArrayList<>();
    for (String part : text(resource).split("(?m)^== ", -1)) {
      if (!part.isBlank() && !part.startsWith("--")) {
        scripts.add(parse(part));
      }
    }
    return scripts;
  }

  /** The lines of a test resource that say something. */
  static List<String> lines(String resource) {
    return text(resource)
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("--"))
        .toList();
  }

  private static String text(String resource) {
    try (InputStream in = CallScript.class.getResourceAsStream("/calls/" + resource)) {
      if (in == null) {
        throw new IllegalArgumentException("there is no test resource calls/" + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a script: its title, and its lines. */
  static CallScript parse(String text) {
    String title = text.lines().findFirst().orElseThrow().strip();
    var script =
        new CallScript(
            title,
            new LinkedHashMap<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>());
    text.lines()
        .skip(1)
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("--"))
        .forEach(script::add);
    return script;
  }

  private void add(String line) {
    String[] words = line.split(" +", 2);
    switch (words[0]) {
      case "answer" -> {
        Matcher answer = matched(ANSWER, words[1]);
        boolean whole = answer.group(2).equals(" =");
        answers
            .computeIfAbsent(answer.group(1), _ -> new ArrayList<>())
            .add(
                whole
                    ? answer.group(3)
                    : "{\"SchemaVersion\":\"1.0\",\"Actions\":[" + answer.group(3) + "]}");
      }
      case "phone", "api", "await" -> steps.add(new Step(words[0], words[1]));
      case "other" -> other.add(words[1]);
      case "told" -> {
        Matcher event = matched(TOLD, words[1]);
        told.add(new Told(event.group(1), or(event.group(2)), or(event.group(3))));
      }
      case "kept" -> {
        Matcher place = matched(KEPT, words[1]);
        List<Sound> channels = new ArrayList<>();
        for (String channel : place.group(3).split(" ", -1)) {
          channels.add(Sound.parse(channel));
        }
        kept.add(new Kept(place.group(1), place.group(2), channels));
      }
      default -> throw new IllegalArgumentException(title + ": no line of a script: " + line);
    }
  }

  private static String or(String json) {
    return json == null ? "{}" : json;
  }

  private Matcher matched(Pattern pattern, String words) {
    Matcher matcher = pattern.matcher(words);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(title + ": cannot be read: " + words);
    }
    return matcher;
  }

  @Override
  public String toString() {
    return title;
  }
}
