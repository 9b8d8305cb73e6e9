package org.carillon.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.carillon.contract.Json;
import org.carillon.local.functions.FunctionSpec;
import org.carillon.local.phone.PhoneScript;
import org.carillon.local.phone.ScriptedPhone;
import org.carillon.local.phone.Tone;
import org.carillon.media.ivr.PcmAudio;
import org.carillon.media.ivr.WavWriter;

/**
 * Where {@link CallScript}s are played: a whole Carillon, a function in Python that answers as the
 * script says, two telephones on real RTP, and the API. One call at a time.
 */
final class CallStage implements AutoCloseable {
  /** What the prompt {@code tone.wav} sounds, in hertz. */
  private static final int PROMPT_HZ = 1000;

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Path data;
  private final Path scripts;
  private final RunningCarillon carillon;
  private final ScriptedPhone other;
  private final StageApi api;
  private final String number;

  /** What was told in each call, as its script has it: by caller. */
  private final Map<String, CallScript> played = new LinkedHashMap<>();

  private final List<String> words = new CopyOnWriteArrayList<>();
  private volatile CountDownLatch otherWaits = new CountDownLatch(0);
  private int calls;

  private CallStage(Path data, RunningCarillon carillon) throws Exception {
    this.data = data;
    this.scripts = data.resolve("scripts");
    this.carillon = carillon;
    this.number = carillon.numberOf("script");
    this.other = carillon.phone("+12065550198", this::otherSays);
    this.api = new StageApi(carillon.api(), number, other.sipAddress());
  }

  /** A stage with its data in a folder. */
  static CallStage open(Path folder) throws Exception {
    Path data = folder.resolve("data");
    Path scripts = Files.createDirectories(data.resolve("scripts"));
    Path prompts = Files.createDirectories(data.resolve("s3/prompts"));
    Files.write(
        prompts.resolve("tone.wav"),
        WavWriter.write(PcmAudio.of(Tone.of(PROMPT_HZ, Duration.ofMillis(300)))));
    Files.writeString(prompts.resolve("text.wav"), "this is no sound");
    // where the store keeps what it knows of the objects of this bucket: nothing can be put there
    Files.writeString(
        Files.createDirectories(data.resolve("s3-metadata")).resolve("full"), "no folder");
    return new CallStage(
        data,
        RunningCarillon.start(
            data,
            Map.of("CALL_SCRIPTS", scripts.toString()),
            List.of(
                FunctionSpec.of("script", resource("index.py"), "handler"),
                FunctionSpec.of("PIZZABOT01", resource("bot.py"), "handler"))));
  }

  private static Path resource(String name) throws Exception {
    return Path.of(CallStage.class.getResource("/calls/" + name).toURI());
  }

  /** Plays a script, and holds what came of it against what it says. */
  void play(CallScript script) throws Exception {
    calls++;
    words.clear();
    String from = "+1206556%04d".formatted(calls);
    Map<String, String> names = names(script, from);
    String callee = calleeOf(script, names);
    String called = callee.isEmpty() ? from : callee;
    Files.writeString(scripts.resolve(called + ".json"), answers(script, names));
    CompletableFuture<Void> meanwhile = otherDoes(script, names);
    try (ScriptedPhone phone = carillon.phone(from, words::add)) {
      for (CallScript.Step step : script.steps()) {
        String line = named(step.words(), names);
        switch (step.actor()) {
          case "api" -> api.run(line);
          case "await" -> await(() -> isTold(called, line));
          default -> phone.run(PhoneScript.parse(line));
        }
      }
      meanwhile.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      hold(script, called, names);
      played.put(called, script);
    } catch (Exception | AssertionError failed) {
      throw new AssertionError(
          "%s\non the line: %s\nthe function was told: %s"
              .formatted(
                  script.title(), words, told(called).stream().map(CallStage::line).toList()),
          failed);
    }
  }

  private static String calleeOf(CallScript script, Map<String, String> names) {
    return script.steps().stream()
        .filter(step -> step.actor().equals("api") && step.words().startsWith("call "))
        .map(step -> named(step.words(), names).substring("call ".length()))
        .findFirst()
        .orElse("");
  }

  /** What stands for names in a script. */
  private Map<String, String> names(CallScript script, String from) {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("$NUMBER", number);
    names.put("$FROM", from);
    names.put("$TONE", "{\"Type\":\"S3\",\"BucketName\":\"prompts\",\"Key\":\"tone.wav\"}");
    // called numbers of the simulated carrier without their last two digits, which say what
    // happens; the zero keeps the last four out of 1400 to 1699, which choose a status
    names.put("$FAR", "+14255%03d0".formatted(calls));
    names.put("$CONNECTOR", api.connectorArn());
    names.put("$PBX", api.connectorId());
    names.put("$PAIRS101", pairs(101));
    names.put("$KB20", "x".repeat(20 << 10));
    names.put("$GROUP", api.groupArn());
    if (script.toString().contains("eeting") || script.answers().toString().contains("$TOKEN")) {
      names.putAll(api.meeting());
    }
    return names;
  }

  private static String pairs(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"k" + i + "\":" + i)
        .collect(Collectors.joining(","));
  }

  private static String named(String text, Map<String, String> names) {
    String replaced = text;
    for (Map.Entry<String, String> name : names.entrySet()) {
      replaced = replaced.replace(name.getKey(), name.getValue());
    }
    return replaced;
  }

  private static String answers(CallScript script, Map<String, String> names) {
    return script.answers().entrySet().stream()
        .map(entry -> "\"" + entry.getKey() + "\":[" + String.join(",", entry.getValue()) + "]")
        .map(answers -> named(answers, names))
        .collect(Collectors.joining(",", "{", "}"));
  }

  // ---- the second telephone

  private void otherSays(String text) {
    words.add("other: " + text);
    if (text.startsWith("script: wait for a call")) {
      otherWaits.countDown();
    }
  }

  private CompletableFuture<Void> otherDoes(CallScript script, Map<String, String> names)
      throws InterruptedException {
    if (script.other().isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    PhoneScript steps = PhoneScript.parse(named(String.join("\n", script.other()), names));
    CountDownLatch waits = new CountDownLatch(1);
    otherWaits = waits;
    var doing =
        CompletableFuture.runAsync(
            () -> {
              try {
                other.run(steps);
              } catch (Exception failed) {
                throw new CompletionException(failed);
              }
            },
            Thread::startVirtualThread);
    assertThat(waits.await(10, TimeUnit.SECONDS)).isTrue();
    return doing;
  }

  // ---- what came of it

  private void hold(CallScript script, String called, Map<String, String> names) {
    await(() -> told(called).size() >= script.told().size());
    List<Map<String, Object>> events = told(called);
    Map<String, String> known = new LinkedHashMap<>(names);
    List<?> legs = legs(events.getLast());
    known.put("$LEG_A", (String) ((Map<?, ?>) legs.getFirst()).get("CallId"));
    known.put("$LEG_B", (String) ((Map<?, ?>) legs.getLast()).get("CallId"));
    holdEvents(script, events);
    for (int i = 0; i < events.size(); i++) {
      CallScript.Told told = script.told().get(i);
      Map<String, Object> event = events.get(i);
      Object data = event.getOrDefault("ActionData", event);
      assertHolds(data, json(named(told.data(), known)), told.event());
      Object attributes = ((Map<?, ?>) event.get("CallDetails")).get("TransactionAttributes");
      assertHolds(attributes, json(named(told.attributes(), known)), told.event());
    }
    script.kept().forEach(this::assertKept);
  }

  private static void holdEvents(CallScript script, List<Map<String, Object>> events) {
    assertThat(events.stream().map(CallStage::line))
        .as("events of: " + script.title())
        .containsExactlyElementsOf(script.told().stream().map(CallScript.Told::event).toList());
  }

  /** No call is left, and no function was told of more after its script was held against it. */
  void assertOver() {
    assertThat(callsList()).as("no call is left").doesNotContain("Live");
    played.forEach((called, script) -> holdEvents(script, told(called)));
  }

  private static Object json(String text) {
    return Json.read(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The sequence, name and legs of an event, as scripts write them. */
  private static String line(Map<String, Object> event) {
    String legs =
        legs(event).stream()
            .map(leg -> (Map<?, ?>) leg)
            .map(
                leg ->
                    leg.get("ParticipantTag")
                        + (leg.containsKey("Status") ? " " + leg.get("Status") : ""))
            .collect(Collectors.joining(", "));
    return event.get("Sequence") + " " + event.get("InvocationEventType") + " [" + legs + "]";
  }

  private static List<?> legs(Map<String, Object> event) {
    return (List<?>) ((Map<?, ?>) event.get("CallDetails")).get("Participants");
  }

  private static void assertHolds(Object actual, Object expected, String where) {
    switch (expected) {
      case String any when any.equals("*") -> assertThat(actual).as(where).isNotNull();
      case Map<?, ?> map -> {
        if (map.isEmpty()) {
          return;
        }
        assertThat(actual).as(where).isInstanceOf(Map.class);
        map.forEach(
            (name, value) ->
                assertHolds(((Map<?, ?>) actual).get(name), value, where + " " + name));
      }
      case null, default -> assertThat(actual).as(where).isEqualTo(expected);
    }
  }

  private boolean isTold(String called, String event) {
    return told(called).stream()
        .anyMatch(
            it -> event.equals(it.get("InvocationEventType")) || line(it).startsWith(event + " "));
  }

  /** What the function was told until now. */
  private List<Map<String, Object>> told(String called) {
    Path file = scripts.resolve(called + ".told");
    try (Stream<String> lines = Files.exists(file) ? Files.lines(file) : Stream.empty()) {
      return lines
          .map(line -> Json.readObject(line.getBytes(StandardCharsets.UTF_8)))
          .collect(Collectors.toCollection(ArrayList::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void assertKept(CallScript.Kept kept) {
    await(() -> !recordings(kept).isEmpty());
    try {
      byte[] wav = Files.readAllBytes(recordings(kept).getFirst());
      int channels = wav[WavWriter.CHANNELS_AT];
      assertThat(channels).as("channels of " + kept).isEqualTo(kept.channels().size());
      for (int channel = 0; channel < channels; channel++) {
        for (int hertz : kept.channels().get(channel).heard()) {
          assertThat(windowsOf(hertz, wav, channel, channels))
              .as("20 ms of " + hertz + " Hz in channel " + channel + " of " + kept)
              .isGreaterThan(9);
        }
        for (int hertz : kept.channels().get(channel).missing()) {
          assertThat(windowsOf(hertz, wav, channel, channels))
              .as("20 ms of " + hertz + " Hz in channel " + channel + " of " + kept)
              .isZero();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Path> recordings(CallScript.Kept kept) {
    Path bucket = data.resolve("s3").resolve(kept.bucket());
    try (Stream<Path> files = Files.exists(bucket) ? Files.walk(bucket) : Stream.empty()) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> bucket.relativize(file).toString().startsWith(kept.prefix()))
          .filter(file -> file.toString().endsWith(".wav"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int windowsOf(int hertz, byte[] wav, int channel, int channels) {
    var samples =
        ByteBuffer.wrap(wav)
            .order(ByteOrder.LITTLE_ENDIAN)
            .position(WavWriter.HEADER_BYTES)
            .slice()
            .order(ByteOrder.LITTLE_ENDIAN)
            .asShortBuffer();
    short[] window = new short[PcmAudio.SAMPLE_RATE / 50];
    int found = 0;
    for (int at = 0; (at + window.length) * channels <= samples.limit(); at += window.length) {
      for (int i = 0; i < window.length; i++) {
        window[i] = samples.get((at + i) * channels + channel);
      }
      found += Tone.share(hertz, window, 0, window.length) > 0.8 ? 1 : 0;
    }
    return found;
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < end) {
      LockSupport.parkNanos(5_000_000);
    }
  }

  /**
   * What the calls that were played look like to their developer, once none is live: the list is a
   * second behind.
   */
  private String callsList() {
    await(() -> !carillon.command("calls", "list").contains("Live"));
    return carillon.command("calls", "list");
  }

  @Override
  public void close() {
    other.close();
    api.close();
    carillon.close();
  }
}
