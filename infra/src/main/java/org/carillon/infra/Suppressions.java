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
    if (stack instanceof KeysStack) {
      all.add(
          NagPackSuppression.builder()
              .id("AwsSolutions-SMG4")
              .reason(
                  "The secret of two regions' nodes is read when a task starts. Changed by itself"
                      + " it would part old nodes from new ones; docs/deploy.md says how to.")
              .build());
    }
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
    if (stack instanceof MediaStack) {
      all.add(
          NagPackSuppression.builder()
              .id("AwsSolutions-EC23")
              .reason(
                  "SIP and RTP come from anywhere: carriers, hosts and callers are known to the"
                      + " nodes, which refuse others (V2, V4).")
              .build());
      all.add(
          NagPackSuppression.builder()
              .id("AwsSolutions-ECS2")
              .reason("The variables hold no secret; secrets come from Secrets Manager.")
              .build());
    }
    if (stack instanceof AnalyticsStack) {
      all.add(
          NagPackSuppression.builder()
              .id("AwsSolutions-KDF1")
              .reason(
                  "It reads an encrypted Kinesis stream, and with such a source Firehose takes no"
                      + " encryption of its own; what it writes is encrypted by the bucket.")
              .build());
      all.add(
          NagPackSuppression.builder()
              .id("AwsSolutions-KDS3")
              .reason(
                  "Transcripts are personal data: the stream is encrypted with the customer-managed"
                      + " key and not with AWS's.")
              .build());
    }
    NagSuppressions.addStackSuppressions(stack, all, true);
  }
}
