package org.carillon.core.connectors;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.contract.ApiException;
import org.carillon.contract.Documents;
import org.carillon.contract.ErrorType;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemWrite;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.chimesdkvoice.model.MediaInsightsConfiguration;
import software.amazon.awssdk.services.chimesdkvoice.model.Origination;
import software.amazon.awssdk.services.chimesdkvoice.model.StreamingConfiguration;
import software.amazon.awssdk.services.chimesdkvoice.model.Termination;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceConnector;

/**
 * A Voice Connector with its settings, as stored. Changes give another one; {@link #write} stores
 * it, and goes through only when the connector is still as it was read.
 *
 * @param item as read
 * @param body what becomes of it
 */
public record Connector(Item item, Map<String, Object> body) {

  private static final String VOICE_CONNECTOR = "VoiceConnector";
  private static final String GROUPS = "Groups";
  private static final String RULES = "Rules";

  public Connector {
    body = Map.copyOf(body);
  }

  /** The connector in an item. */
  static Connector of(Item item) {
    return new Connector(item, item.body());
  }

  static Map<String, Object> body(VoiceConnector shape) {
    return Map.of(VOICE_CONNECTOR, Documents.toDocument(shape));
  }

  /** Its id. */
  public String id() {
    return item.key().sort();
  }

  /** What the API shows of it. */
  public VoiceConnector voiceConnector() {
    return Documents.fromDocument(document(VOICE_CONNECTOR), VoiceConnector.class);
  }

  /** The same under another name, or with another encryption setting. */
  Connector with(VoiceConnector shape) {
    return with(VOICE_CONNECTOR, Documents.toDocument(shape));
  }

  /** One of its settings; empty when it was never put, or deleted. */
  public <T extends SdkPojo> Optional<T> setting(ConnectorSetting<T> setting) {
    return body.containsKey(setting.name())
        ? Optional.of(Documents.fromDocument(document(setting.name()), setting.type()))
        : Optional.empty();
  }

  /**
   * A setting that a client asks for.
   *
   * @throws ApiException {@link ErrorType#NOT_FOUND} when it was never put, or deleted
   */
  public <T extends SdkPojo> T require(ConnectorSetting<T> setting) {
    return setting(setting)
        .orElseThrow(
            () ->
                new ApiException(
                    ErrorType.NOT_FOUND,
                    setting.name()
                        + ": the Voice Connector has none. Put one first (PutVoiceConnector"
                        + setting.name()
                        + ")."));
  }

  /** The same with a setting in place of the one it has. */
  public <T extends SdkPojo> Connector with(ConnectorSetting<T> setting, T value) {
    return with(setting.name(), Documents.toDocument(value));
  }

  /** The same without a setting. */
  public Connector without(ConnectorSetting<?> setting) {
    Map<String, Object> changed = new HashMap<>(body);
    changed.remove(setting.name());
    return new Connector(item, changed);
  }

  /** Its termination while calls out are allowed (V2). */
  public Optional<Termination> activeTermination() {
    return setting(ConnectorSetting.TERMINATION).filter(it -> !Boolean.TRUE.equals(it.disabled()));
  }

  /** Its origination while calls in are allowed (V3). */
  public Optional<Origination> activeOrigination() {
    return setting(ConnectorSetting.ORIGINATION).filter(it -> !Boolean.TRUE.equals(it.disabled()));
  }

  /** Its streaming while it is on (V10). */
  public Optional<StreamingConfiguration> activeStreaming() {
    return setting(ConnectorSetting.STREAMING).filter(it -> !Boolean.TRUE.equals(it.disabled()));
  }

  /** The ARN of the call analytics configuration that it uses, switched on or not (V12). */
  public Optional<String> insightsConfiguration() {
    return setting(ConnectorSetting.STREAMING)
        .map(StreamingConfiguration::mediaInsightsConfiguration)
        .map(MediaInsightsConfiguration::configurationArn);
  }

  /** The ids of the groups it is in (V6). */
  public List<String> groups() {
    return ids(GROUPS);
  }

  /** The same in one group more. */
  public Connector inGroup(String voiceConnectorGroupId) {
    return with(GROUPS, plus(groups(), voiceConnectorGroupId));
  }

  /** The same in one group less. */
  public Connector outOfGroup(String voiceConnectorGroupId) {
    return with(GROUPS, minus(groups(), voiceConnectorGroupId));
  }

  /** The ids of the SIP rules on its host name (S2), enabled or not. */
  public List<String> rules() {
    return ids(RULES);
  }

  /** The same with one rule more on its host name. */
  public Connector withRule(String sipRuleId) {
    return with(RULES, plus(rules(), sipRuleId));
  }

  /** The same with one rule less on its host name. */
  public Connector withoutRule(String sipRuleId) {
    return with(RULES, minus(rules(), sipRuleId));
  }

  /**
   * The write that stores it. It rewrites the item also when nothing changed, so that a deletion
   * that looked before cannot go through after.
   */
  public ItemWrite write() {
    return ItemWrite.replace(item, body);
  }

  private Connector with(String name, Object value) {
    Map<String, Object> changed = new HashMap<>(body);
    changed.put(name, value);
    return new Connector(item, changed);
  }

  @SuppressWarnings("unchecked") // written by this class
  private List<String> ids(String name) {
    return (List<String>) body.getOrDefault(name, List.of());
  }

  private static List<String> plus(List<String> ids, String id) {
    List<String> more = new ArrayList<>(ids);
    if (!more.contains(id)) {
      more.add(id);
    }
    return more;
  }

  private static List<String> minus(List<String> ids, String id) {
    List<String> fewer = new ArrayList<>(ids);
    fewer.remove(id);
    return fewer;
  }

  @SuppressWarnings("unchecked") // written by this class
  private Map<String, Object> document(String name) {
    return (Map<String, Object>) body.get(name);
  }
}
