package org.carillon.core.ports;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Asks a bot of Amazon Lex V2 what it says to a text. Blocks its caller, which is a virtual thread.
 */
@FunctionalInterface
public interface BotRuntime {

  /**
   * Gives a text to a bot. Lex keeps the conversation under its session id.
   *
   * @param timeout how long to wait
   * @return the answer is the JSON document of {@code RecognizeText}; never throws for anything the
   *     bot or Lex did
   */
  FunctionInvoker.Result recognize(Question question, Duration timeout);

  /** Who has bots, found by {@link java.util.ServiceLoader}, for operators who ask for it. */
  interface Provider {
    /**
     * The bots that the process's environment asks for.
     *
     * @param environment its environment variables
     * @return empty when it asks for none of this provider's
     * @throws IllegalStateException when it asks for something that cannot be; it names the
     *     variable
     */
    Optional<BotRuntime> from(Map<String, String> environment);
  }

  /**
   * What is said to which bot.
   *
   * @param region the region in the ARN of the bot's alias
   * @param localeId such as {@code en_US}
   * @param sessionId the conversation
   * @param text 1 to 1,024 characters
   * @param attributes session attributes that begin the conversation; empty later
   */
  record Question(
      String region,
      String botId,
      String aliasId,
      String localeId,
      String sessionId,
      String text,
      Map<String, String> attributes) {
    public Question {
      attributes = Map.copyOf(attributes);
    }
  }
}
