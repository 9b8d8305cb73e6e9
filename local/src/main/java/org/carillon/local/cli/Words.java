package org.carillon.local.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.carillon.contract.ApiOperation;

/**
 * Which words of the command line mean which operation. A new operation of the model has its
 * command at once: the group is the first part of its path, the verb its name without the group's.
 * A few have names of their own besides.
 */
final class Words {

  /** GROUP VERB of operations whose own words would be clumsy. */
  private static final Map<String, List<String>> OWN =
      Map.ofEntries(
          Map.entry("PutQuota", List.of("quotas set")),
          Map.entry("DeleteQuota", List.of("quotas reset")),
          Map.entry("CreateAccessKey", List.of("access-keys create")),
          Map.entry("ListAccessKeys", List.of("access-keys list")),
          Map.entry("UpdateAccessKey", List.of("access-keys update")),
          Map.entry("DeleteAccessKey", List.of("access-keys delete")),
          Map.entry("ListUserPolicies", List.of("policies of-user")),
          Map.entry("AttachUserPolicy", List.of("policies attach")),
          Map.entry("DetachUserPolicy", List.of("policies detach")),
          Map.entry("PutUserPolicy", List.of("policies put-own")),
          Map.entry("GetUserPolicy", List.of("policies get-own")),
          Map.entry("DeleteUserPolicy", List.of("policies delete-own")),
          Map.entry("SimulatePolicy", List.of("policies simulate")),
          Map.entry("GetAuditSettings", List.of("audit show")),
          Map.entry("PutAuditSettings", List.of("audit set")),
          Map.entry("GetCall", List.of("calls show")),
          Map.entry("GetMetricStatistics", List.of("metrics show")),
          Map.entry("StartNumberImport", List.of("numbers import")),
          Map.entry("StartNumberRemoval", List.of("numbers remove")),
          Map.entry("GetNumberJob", List.of("numbers job")),
          Map.entry("ListNumberJobs", List.of("numbers jobs")),
          Map.entry("StopNumberJob", List.of("numbers stop-job")),
          Map.entry("ListPhoneNumberRequirements", List.of("numbers requirements")));

  private Words() {}

  /** The group and the verb of an operation. */
  static List<String> of(ApiOperation operation) {
    List<String> own = OWN.get(operation.name());
    if (own != null) {
      return List.of(own.getFirst().split(" "));
    }
    String group = operation.uri().substring("/carillon/v1/".length()).split("[/?]")[0];
    List<String> words = new ArrayList<>(List.of(kebab(operation.name()).split("-")));
    for (String noun : List.of(group, singular(group))) {
      List<String> parts = List.of(noun.split("-"));
      int at = Collections.indexOfSubList(words, parts);
      if (at > 0) {
        words.subList(at, at + parts.size()).clear();
      }
    }
    return List.of(group, String.join("-", words));
  }

  private static String singular(String plural) {
    if (plural.endsWith("ies")) {
      return plural.substring(0, plural.length() - 3) + "y";
    }
    return plural.endsWith("s") ? plural.substring(0, plural.length() - 1) : plural;
  }

  /** {@code VoiceConnectorId} as {@code voice-connector-id}. */
  static String kebab(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2")
        .replaceAll("([A-Z]+)([A-Z][a-z])", "$1-$2")
        .toLowerCase(Locale.ROOT);
  }
}
