package org.carillon.core.routing;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.chimesdkvoice.model.CallingNameStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumber;
import software.amazon.awssdk.services.chimesdkvoice.model.Termination;

/**
 * The caller id of a call out (V2, N9): the first number the caller names that is an active one of
 * the account's inventory, else the connector's default number.
 */
final class CallerIds {

  private final TrunkDirectory directory;

  CallerIds(TrunkDirectory directory) {
    this.directory = directory;
  }

  /**
   * What the callee is shown.
   *
   * @param number a number of the account
   * @param name its calling name, empty for none
   * @param hidden whether the caller wants to stay hidden from the callee; the carrier still learns
   *     the number
   */
  record CallerId(String number, String name, boolean hidden) {
    /** What goes into the INVITE for it. */
    Map<String, String> headers() {
      return hidden ? Map.of(Callers.PRIVACY, Callers.PRIVATE) : Map.of();
    }
  }

  /** The caller id; empty when the caller has no right to one. */
  Optional<CallerId> of(InviteFacts facts, Termination termination) {
    boolean hidden = Callers.isPrivate(facts);
    return Stream.concat(
            Callers.numbers(facts).stream(), Stream.ofNullable(termination.defaultPhoneNumber()))
        .map(directory::number)
        .flatMap(Optional::stream)
        .findFirst()
        .map(number -> new CallerId(number.e164PhoneNumber(), hidden ? "" : name(number), hidden));
  }

  /** A name that was just changed goes with calls when it has taken effect (N9). */
  static String name(PhoneNumber number) {
    return number.callingName() != null
            && number.callingNameStatus() == CallingNameStatus.UPDATE_SUCCEEDED
        ? number.callingName()
        : "";
  }
}
