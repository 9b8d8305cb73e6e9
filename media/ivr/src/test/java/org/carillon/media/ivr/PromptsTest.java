package org.carillon.media.ivr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.carillon.core.ports.ObjectDeniedException;
import org.carillon.core.ports.ObjectPart;
import org.carillon.core.ports.ObjectTooLargeException;
import org.carillon.core.ports.Objects;
import org.carillon.core.ports.PortUnavailableException;
import org.carillon.core.ports.StoredObject;
import org.carillon.media.ivr.PromptException.Reason;
import org.junit.jupiter.api.Test;

class PromptsTest {
  private final Shelf shelf = new Shelf();
  private final AtomicLong clock = new AtomicLong();
  private final Prompts prompts = new Prompts(shelf, 40_000, Duration.ofSeconds(5), clock::get);

  @Test
  void aPromptIsReadOnceWhileItIsFresh() throws Exception {
    shelf.put("b", "k", tone(1000));
    PcmAudio first = prompts.load("b", "k");
    assertThat(first.length()).isEqualTo(4000);
    assertThat(prompts.load("b", "k")).isSameAs(first);
    assertThat(shelf.reads).hasValue(1);
  }

  @Test
  void aChangeIsHeardAfterTheTimeToLive() throws Exception {
    shelf.put("b", "k", tone(1000));
    PcmAudio before = prompts.load("b", "k");
    shelf.put("b", "k", tone(500));
    clock.addAndGet(Duration.ofSeconds(6).toNanos());
    PcmAudio after = prompts.load("b", "k");
    assertThat(Wav.level(before, 500)).isLessThan(100);
    assertThat(Wav.level(after, 500)).isGreaterThan(16_000);
  }

  @Test
  void anUnchangedPromptIsNotDecodedAgain() throws Exception {
    shelf.put("b", "k", tone(1000));
    PcmAudio before = prompts.load("b", "k");
    clock.addAndGet(Duration.ofSeconds(6).toNanos());
    assertThat(prompts.load("b", "k")).isSameAs(before);
    assertThat(shelf.reads).hasValue(2);
  }

  @Test
  void theCacheIsBounded() throws Exception {
    // 8,000 bytes each, five fit
    for (int i = 0; i < 6; i++) {
      shelf.put("b", "k" + i, tone(1000));
      prompts.load("b", "k" + i);
    }
    prompts.load("b", "k5");
    assertThat(shelf.reads).hasValue(6);
    prompts.load("b", "k0");
    assertThat(shelf.reads).hasValue(7);
  }

  @Test
  void eachFailureHasItsReason() {
    shelf.put("b", "text", "hello".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    assertThat(reasonOf("b", "missing")).isEqualTo(Reason.NOT_FOUND);
    assertThat(reasonOf("b", "text")).isEqualTo(Reason.NOT_AUDIO);
    assertThat(reasonOf("b", "large")).isEqualTo(Reason.TOO_LARGE);
    assertThat(reasonOf("b", "denied")).isEqualTo(Reason.DENIED);
    assertThat(reasonOf("b", "away")).isEqualTo(Reason.STORE_UNAVAILABLE);
    assertThat(reasonOf("b", "../etc")).isEqualTo(Reason.NOT_FOUND);
    assertThatThrownBy(() -> prompts.load("b", "text")).hasMessageContaining("b/text");
  }

  private Reason reasonOf(String bucket, String key) {
    try {
      prompts.load(bucket, key);
      throw new AssertionError(key + " was loaded");
    } catch (PromptException e) {
      return e.reason();
    }
  }

  private static byte[] tone(double hertz) {
    return Wav.tone(WavReader.PCM, 1, 8000, 16, hertz, 0.5);
  }

  /** A store in memory that fails on cue. */
  private static final class Shelf implements Objects {
    private final Map<String, byte[]> content = new ConcurrentHashMap<>();
    private final AtomicInteger reads = new AtomicInteger();

    void put(String bucket, String key, byte[] bytes) {
      content.put(bucket + "/" + key, bytes);
    }

    @Override
    public Optional<StoredObject> get(String bucket, String key, long maxBytes) {
      reads.incrementAndGet();
      return switch (key) {
        case "large" -> throw new ObjectTooLargeException(bucket, key, maxBytes + 1, maxBytes);
        case "denied" -> throw new ObjectDeniedException("allow s3:GetObject", null);
        case "away" -> throw new PortUnavailableException("store is away", null);
        case "../etc" -> throw new IllegalArgumentException("leaves the bucket");
        default ->
            Optional.ofNullable(content.get(bucket + "/" + key))
                .map(bytes -> new StoredObject(bytes, "audio/wav", Map.of()));
      };
    }

    @Override
    public Optional<ObjectPart> read(String b, String k, long offset, int length) {
      throw new AssertionError("a prompt is read whole");
    }

    @Override
    public void put(String b, String k, byte[] c, String type, Map<String, String> metadata) {
      put(b, k, c);
    }

    @Override
    public void put(String b, String k, Path file, String type, Map<String, String> metadata) {
      throw new AssertionError("a prompt is put as bytes");
    }

    @Override
    public boolean putIfAbsent(
        String b, String k, byte[] c, String type, Map<String, String> metadata) {
      return content.putIfAbsent(b + "/" + k, c) == null;
    }

    @Override
    public List<String> list(String bucket, String keyPrefix, int limit) {
      return List.of();
    }

    @Override
    public void delete(String bucket, String key) {
      content.remove(bucket + "/" + key);
    }
  }
}
