package org.carillon.core.routing;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.carillon.core.applications.SipMediaApplications;
import org.carillon.core.applications.SipRules;
import org.carillon.core.numbers.PhoneNumbers;
import software.amazon.awssdk.services.chimesdkvoice.model.SipMediaApplication;
import software.amazon.awssdk.services.chimesdkvoice.model.SipRule;
import software.amazon.awssdk.services.chimesdkvoice.model.SipRuleTargetApplication;

/** The routing directory as the account's resources have it, read at each question. */
public final class AccountDirectory implements RoutingDirectory {

  private final PhoneNumbers numbers;
  private final SipRules rules;
  private final SipMediaApplications applications;

  /** The directory of the account whose resources these are. */
  public AccountDirectory(PhoneNumbers numbers, SipRules rules, SipMediaApplications applications) {
    this.numbers = numbers;
    this.rules = rules;
    this.applications = applications;
  }

  /** A number in the deletion queue takes no calls, nor does one before the end of its port-in. */
  @Override
  public boolean hasNumber(String e164) {
    return numbers
        .inventory(e164)
        .filter(number -> !number.isDeleted() && !number.isPortingIn())
        .isPresent();
  }

  @Override
  public Optional<Rule> ruleFor(String e164) {
    return rules.forNumber(e164).map(AccountDirectory::rule);
  }

  @Override
  public Optional<Rule> ruleForHost(String hostName) {
    return rules.forHostName(hostName).map(AccountDirectory::rule);
  }

  @Override
  public Optional<RouteTarget> application(String applicationId) {
    return applications.find(applicationId).flatMap(AccountDirectory::target);
  }

  private static Rule rule(SipRule rule) {
    List<String> applicationIds =
        rule.targetApplications().stream()
            .sorted(Comparator.comparingInt(AccountDirectory::priority))
            .map(SipRuleTargetApplication::sipMediaApplicationId)
            .toList();
    return new Rule(rule.sipRuleId(), !Boolean.TRUE.equals(rule.disabled()), applicationIds);
  }

  private static int priority(SipRuleTargetApplication application) {
    return application.priority() == null ? Integer.MAX_VALUE : application.priority();
  }

  /** An application as what a call goes to; empty for one without an endpoint. */
  public static Optional<RouteTarget> target(SipMediaApplication application) {
    return application.endpoints().stream()
        .findFirst()
        .map(
            endpoint ->
                new RouteTarget(
                    application.sipMediaApplicationId(),
                    endpoint.lambdaArn(),
                    application.awsRegion()));
  }
}
