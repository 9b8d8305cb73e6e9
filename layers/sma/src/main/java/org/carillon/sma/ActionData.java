package org.carillon.sma;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The action an event is about.
 *
 * @param type its type, such as {@code SpeakAndGetDigits}
 * @param parameters its parameters as they were sent
 * @param document all of it as it came, with what the action brought
 */
public record ActionData(
    String type, Map<String, Object> parameters, Map<String, Object> document) {

  public ActionData {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    document = Collections.unmodifiableMap(new LinkedHashMap<>(document));
  }

  /** The digits that PlayAudioAndGetDigits, SpeakAndGetDigits or ReceiveDigits brought, or none. */
  public String receivedDigits() {
    return new JsonObject(document).text("ReceivedDigits");
  }

  /** The bucket that RecordAudio wrote to, or none. */
  public String recordingBucket() {
    return new JsonObject(document).object("RecordingDestination").text("BucketName");
  }

  /** The key that RecordAudio wrote to, or none. */
  public String recordingKey() {
    return new JsonObject(document).object("RecordingDestination").text("Key");
  }

  /** A parameter as text, or none. */
  public String parameter(String name) {
    return new JsonObject(parameters).text(name);
  }

  /** Whether it is an action of this type. */
  public boolean is(String aType) {
    return type.equals(aType);
  }

  static ActionData of(JsonObject event) {
    JsonObject json = event.object("ActionData");
    return new ActionData(json.text("Type"), json.object("Parameters").members(), json.members());
  }
}
