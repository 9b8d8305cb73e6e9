package org.carillon.infra;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awscdk.Stack;

/** The findings of cdk-nag (AwsSolutions) that are meant to be, each with its reason. */
final class Suppressions {

  private Suppressions() {}

  static void apply(Stack stack) {
    List<NagPackSuppression> all = new ArrayList<>();
    all.add(
        NagPackSuppression.builder()
            .id("AwsSolutions-IAM5")
            .reason(
                "Every wildcard of a role is on the reasoned list (Wildcards), which a test walks"
                    + " all roles against.")
            .build());
    if (stack instanceof ApiStack) {
      all.add(
          NagPackSuppression.builder()
              .id("AwsSolutions-APIG4")
              .reason(
                  "Requests are signed (SigV4) for the service name chime, which API Gateway's own"
                      + " authorizer refuses; the function verifies every one (O3).")
              .build());
    }
    if (stack instanceof DataStack) {
      all.add(
          NagPackSuppression.builder()
              .id("AwsSolutions-S1")
              .reason("The bucket of access logs does not log access to itself.")
              .build());
      all.add(
          NagPackSuppression.builder()
              .id("AwsSolutions-SQS3")
              .reason("The queues without a dead-letter queue are dead-letter queues.")
              .build());
    }
    NagSuppressions.addStackSuppressions(stack, all, true);
  }
}
