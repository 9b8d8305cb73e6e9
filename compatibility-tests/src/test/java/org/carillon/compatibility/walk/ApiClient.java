package org.carillon.compatibility.walk;

import java.util.Map;

/** A client of other people that can call any operation. */
interface ApiClient extends AutoCloseable {

  /** Which client, with its version. */
  String name();

  /**
   * Calls an operation once, without a retry.
   *
   * @param service as the CLI spells it, such as {@code chime-sdk-voice}
   * @param operation the model's name
   * @param input members by the model's names
   */
  Answer call(String service, String operation, Map<String, Object> input);

  /** Whether calls are quick enough to play every refusal too. */
  default boolean quick() {
    return true;
  }

  @Override
  void close();

  /**
   * What the client gave to its user.
   *
   * @param output members by the model's names; empty for an error
   * @param error the name of the client's own class of the error, empty for a success
   * @param message the error's message
   * @param missing whether this version of the client does not have the operation
   * @param shortened whether members were left out of the input that this version does not have
   */
  record Answer(
      Map<String, Object> output,
      String error,
      String message,
      boolean missing,
      boolean shortened) {

    static Answer success(Map<String, Object> output) {
      return new Answer(output, "", "", false, false);
    }

    static Answer refused(String error, String message) {
      return new Answer(Map.of(), error, message, false, false);
    }

    static Answer notInThisClient() {
      return new Answer(Map.of(), "", "", true, false);
    }

    Answer toShortened() {
      return new Answer(output, error, message, missing, true);
    }

    @Override
    public String toString() {
      return error.isEmpty() ? output.toString() : error + ": " + message;
    }
  }
}
