package org.carillon.core.events;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.contract.Api;
import org.carillon.contract.ApiOperation;
import org.carillon.contract.Route;
import org.carillon.core.Account;
import org.carillon.core.Ids;
import org.carillon.core.ports.EventBus.Event;

/**
 * Which event tells of an operation's change (O6). The guide has detail types for streaming and
 * analytics only and says that resource changes are events too; ours are named in its manner:
 * {@code Chime VoiceConnector State Change} with {@code eventType} {@code
 * chime:VoiceConnectorCreated}, {@code ...Updated}, {@code ...Deleted} or {@code ...Restored}.
 * Immutable.
 */
public final class ResourceEvents {

  /** What the operations' names call the resources, longer names before those they start with. */
  private static final List<String> RESOURCES =
      List.of(
          "PhoneNumberOrder",
          "PhoneNumber",
          "VoiceConnectorGroup",
          "VoiceConnector",
          "ProxySession",
          "SipMediaApplication",
          "SipRule",
          "VoiceProfileDomain",
          "VoiceProfile",
          "MediaInsightsPipelineConfiguration",
          "MediaPipelineKinesisVideoStreamPool");

  private static final List<String> VERBS =
      List.of(
          "Create",
          "Update",
          "Delete",
          "Put",
          "Restore",
          "BatchDelete",
          "BatchUpdate",
          "Associate",
          "Disassociate");

  /** Names of the hosted service that our pattern would not give. */
  private static final Map<String, String> DETAIL_TYPES =
      Map.of(
          "MediaPipelineKinesisVideoStreamPool",
          "Chime Media Pipeline Kinesis Video Pool State Change");

  private final Account account;

  /** Events of this account. */
  public ResourceEvents(Account account) {
    this.account = account;
  }

  /**
   * The event of an operation that went well; empty when it changed no resource.
   *
   * @param input the operation's input by member names
   * @param output its output by member names
   * @param arns what it was about; may be empty
   */
  public Optional<Event> of(
      Route route,
      Map<String, Object> input,
      Map<String, Object> output,
      List<String> arns,
      String requestId,
      Instant time) {
    ApiOperation operation = route.operation();
    if (operation.api() == Api.OPERATOR || operation.api() == Api.MEETINGS) {
      return Optional.empty();
    }
    return change(operation.name())
        .map(
            change -> {
              List<String> resources = new ArrayList<>(arns);
              member(output, change.resource() + "Arn").ifPresent(resources::add);
              return new Event(
                  Ids.guid(),
                  time,
                  account.id(),
                  account.region(),
                  DETAIL_TYPES.getOrDefault(
                      change.resource(), "Chime " + change.resource() + " State Change"),
                  resources.stream().distinct().toList(),
                  detail(change, route, input, output, requestId));
            });
  }

  private record Change(String resource, String state) {}

  private static Optional<Change> change(String name) {
    for (String verb : VERBS) {
      String rest = name.startsWith(verb) ? name.substring(verb.length()) : "";
      for (String resource : RESOURCES) {
        String found =
            rest.startsWith(resource)
                ? resource
                // AssociatePhoneNumbersWithVoiceConnector changes where numbers lead
                : rest.startsWith(resource + "s") ? resource : "";
        if (!found.isEmpty() && !rest.equals("SipMediaApplicationCall")) {
          return Optional.of(new Change(found, state(verb, rest.equals(found))));
        }
      }
    }
    return Optional.empty();
  }

  private static String state(String verb, boolean whole) {
    return switch (verb) {
      case "Create" -> whole ? "Created" : "Updated";
      case "Delete" -> whole ? "Deleted" : "Updated";
      case "BatchDelete" -> "Deleted";
      case "Restore" -> "Restored";
      default -> "Updated";
    };
  }

  private static Map<String, Object> detail(
      Change change,
      Route route,
      Map<String, Object> input,
      Map<String, Object> output,
      String requestId) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("version", "0");
    detail.put("eventType", "chime:" + change.resource() + change.state());
    detail.put("operation", route.operation().name());
    detail.put("requestId", requestId);
    route.pathValues().forEach((name, value) -> detail.put(small(name), value));
    String id = change.resource() + "Id";
    member(output, id).ifPresent(value -> detail.putIfAbsent(small(id), value));
    for (String numbers : List.of("E164PhoneNumbers", "PhoneNumberIds")) {
      if (input.get(numbers) instanceof List<?> list) {
        detail.put("phoneNumbers", list);
      }
    }
    return detail;
  }

  /** A text of the output, at the top or one level down, where creates and updates have it. */
  private static Optional<String> member(Map<String, Object> output, String name) {
    if (output.get(name) instanceof String text) {
      return Optional.of(text);
    }
    for (Object part : output.values()) {
      if (part instanceof Map<?, ?> map && map.get(name) instanceof String text) {
        return Optional.of(text);
      }
      if (part instanceof List<?> list
          && list.size() == 1
          && list.getFirst() instanceof Map<?, ?> map
          && map.get(name) instanceof String text) {
        return Optional.of(text);
      }
    }
    return Optional.empty();
  }

  private static String small(String name) {
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }
}
