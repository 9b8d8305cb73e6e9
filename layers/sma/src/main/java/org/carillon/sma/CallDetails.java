package org.carillon.sma;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * What every event tells of its call.
 *
 * @param transactionId the same for every leg and event of one call
 * @param sequence 1 for the first event of a call, one more for each further one
 * @param awsAccountId the account
 * @param awsRegion the region
 * @param sipMediaApplicationId the application
 * @param sipRuleId the rule that brought the call; empty for calls made by API
 * @param participants the legs, LEG-A first
 * @param transactionAttributes what the function gave back before; empty when it gave none
 */
public record CallDetails(
    String transactionId,
    int sequence,
    String awsAccountId,
    String awsRegion,
    String sipMediaApplicationId,
    Optional<String> sipRuleId,
    List<Participant> participants,
    Map<String, Object> transactionAttributes) {

  public CallDetails {
    participants = List.copyOf(participants);
    transactionAttributes = Collections.unmodifiableMap(new LinkedHashMap<>(transactionAttributes));
  }

  /**
   * The first leg.
   *
   * @throws NoSuchElementException when the event names none
   */
  public Participant legA() {
    return participants.getFirst();
  }

  /** The second leg of a bridged or meeting call. */
  public Optional<Participant> legB() {
    return participants.stream().filter(leg -> leg.tag().equals(Participant.LEG_B)).findFirst();
  }

  /** An attribute as text; empty when there is none. */
  public String attribute(String name) {
    Object value = transactionAttributes.get(name);
    return value == null ? "" : value.toString();
  }

  /** An attribute as a number; {@code unless} when there is none. */
  public long attribute(String name, long unless) {
    return new JsonObject(transactionAttributes).number(name, unless);
  }

  static CallDetails of(JsonObject event) {
    JsonObject json = event.object("CallDetails");
    return new CallDetails(
        json.text("TransactionId"),
        (int) event.number("Sequence", 0),
        json.text("AwsAccountId"),
        json.text("AwsRegion"),
        json.text("SipMediaApplicationId"),
        Optional.of(json.text("SipRuleId")).filter(id -> !id.isEmpty()),
        json.objects("Participants").stream().map(Participant::of).toList(),
        json.object("TransactionAttributes").members());
  }
}
