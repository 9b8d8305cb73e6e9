package org.carillon.core.applications;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemWrite;
import software.amazon.awssdk.services.chimesdkvoice.model.SipMediaApplication;
import software.amazon.awssdk.services.chimesdkvoice.model.SipRuleTargetApplication;

/**
 * The target applications of a rule (S2): each exists, in the region the target names, with its own
 * priority and its own region, since the next one is for when a region fails.
 */
final class TargetApplications {

  private final SipMediaApplications applications;

  TargetApplications(SipMediaApplications applications) {
    this.applications = applications;
  }

  /**
   * What becomes of a rule's targets.
   *
   * @param targets as the rule shows them, each with its region
   * @param writes what the rule's transaction holds to change to them
   */
  record Change(List<SipRuleTargetApplication> targets, List<ItemWrite> writes) {}

  /**
   * Checks targets and gives what it takes to change to them.
   *
   * @param before the targets the rule has now
   * @throws ApiException {@link ErrorType#BAD_REQUEST} naming the target and what is wrong with it
   */
  Change change(
      String sipRuleId,
      List<SipRuleTargetApplication> before,
      List<SipRuleTargetApplication> after) {
    Map<String, Item> read = check(after);
    Set<String> had = new HashSet<>();
    before.forEach(target -> had.add(target.sipMediaApplicationId()));
    List<ItemWrite> writes = new ArrayList<>();
    for (String id : had) {
      if (!read.containsKey(id)) {
        writes.add(applications.untarget(id, sipRuleId));
      }
    }
    read.forEach(
        (id, item) -> {
          if (!had.contains(id)) {
            writes.addAll(applications.target(item, sipRuleId));
          }
        });
    List<SipRuleTargetApplication> shown = new ArrayList<>();
    for (SipRuleTargetApplication target : after) {
      Item item = read.get(target.sipMediaApplicationId());
      String region = SipMediaApplications.application(item).awsRegion();
      shown.add(target.toBuilder().awsRegion(region).build());
    }
    return new Change(shown, writes);
  }

  private Map<String, Item> check(List<SipRuleTargetApplication> targets) {
    if (targets.isEmpty()) {
      throw bad("TargetApplications: at least one, with SipMediaApplicationId and Priority.");
    }
    Map<String, Item> read = new HashMap<>();
    Set<Integer> priorities = new HashSet<>();
    Set<String> regions = new HashSet<>();
    for (int i = 0; i < targets.size(); i++) {
      String path = "TargetApplications[" + i + "].";
      SipRuleTargetApplication target = targets.get(i);
      if (target.sipMediaApplicationId() == null || target.priority() == null) {
        throw bad(path + "SipMediaApplicationId and Priority are required.");
      }
      if (!priorities.add(target.priority())) {
        throw bad(path + "Priority: another target has the same priority.");
      }
      Item item =
          applications
              .item(target.sipMediaApplicationId())
              .orElseThrow(
                  () ->
                      bad(
                          path
                              + "SipMediaApplicationId: the account has no such SIP media"
                              + " application."));
      SipMediaApplication application = SipMediaApplications.application(item);
      if (target.awsRegion() != null && !target.awsRegion().equals(application.awsRegion())) {
        throw bad(path + "AwsRegion: the application is in " + application.awsRegion() + ".");
      }
      if (!regions.add(application.awsRegion())) {
        throw bad(
            path
                + "SipMediaApplicationId: another target is in "
                + application.awsRegion()
                + " as well; each target must be in a region of its own.");
      }
      read.put(application.sipMediaApplicationId(), item);
    }
    return read;
  }

  private static ApiException bad(String message) {
    return new ApiException(ErrorType.BAD_REQUEST, message);
  }
}
