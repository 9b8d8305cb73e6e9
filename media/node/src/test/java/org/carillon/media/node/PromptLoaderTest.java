package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import org.carillon.core.calls.ActionError;
import org.carillon.core.calls.MediaCommand;
import org.carillon.core.ports.ObjectDeniedException;
import org.carillon.core.ports.Objects;
import org.carillon.core.ports.PortUnavailableException;
import org.carillon.media.ivr.Prompts;
import org.carillon.media.ivr.SpeechSynthesizer;
import org.junit.jupiter.api.Test;

/** What the function is told of prompts that cannot be had (S6). */
class PromptLoaderTest {

  @Test
  void aPromptThatMayNotBeReadIsAnInaccessibleSource() {
    assertThat(errorOf(new ObjectDeniedException("allow s3:GetObject", null)))
        .isEqualTo(new ActionError("InvalidAudioSource", "Cannot access S3 bucket or audio file."));
  }

  @Test
  void aStoreThatIsAwayIsAnErrorOfOurs() {
    assertThat(errorOf(new PortUnavailableException("away", null))).isEqualTo(ActionError.SYSTEM);
  }

  /** What is told of a PlayAudio when the store fails so. */
  private static ActionError errorOf(RuntimeException failure) {
    var loader =
        new PromptLoader(
            new Prompts(failing(Objects.class, failure)),
            failing(SpeechSynthesizer.class, failure));
    return loader
        .load(new MediaCommand.PlayAudio("leg", "prompts", "hello.wav", 1, ""))
        .handle((_, told) -> PromptLoader.errorOf(told))
        .join();
  }

  private static <T> T failing(Class<T> port, RuntimeException failure) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (_, _, _) -> {
              throw failure;
            }));
  }
}
