package org.carillon.core.analytics;

import java.util.regex.Pattern;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Account;

/**
 * What the ARNs of a configuration may be: resources of the installation's own account and region
 * (A1).
 */
final class ResourceArns {

  private static final Pattern BUCKET =
      Pattern.compile("arn:aws:s3:::[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/.*)?");
  private static final Pattern ROLE =
      Pattern.compile("arn:aws:iam::(\\d{12}):role/([\\w+=,.@/-]{0,511}/)?[\\w+=,.@-]{1,64}");

  private final Account account;

  ResourceArns(Account account) {
    this.account = account;
  }

  /**
   * Checks a role.
   *
   * @throws ApiException {@link ErrorType#BAD_REQUEST} that names the member
   */
  void role(String member, String arn) {
    var parts = ROLE.matcher(arn);
    if (!parts.matches() || !parts.group(1).equals(account.id())) {
      throw bad(
          member,
          "the ARN of an IAM role of this account: arn:aws:iam::" + account.id() + ":role/NAME.");
    }
  }

  /** Checks a bucket, with or without a prefix of keys. */
  void bucket(String member, String arn) {
    if (arn == null || !BUCKET.matcher(arn).matches()) {
      throw bad(
          member, "the ARN of an S3 bucket: arn:aws:s3:::BUCKET or arn:aws:s3:::BUCKET/PREFIX.");
    }
  }

  /** Checks a Kinesis data stream. */
  void dataStream(String member, String arn) {
    regional(member, arn, "kinesis", "stream/[a-zA-Z0-9_.-]{1,128}", "stream/NAME");
  }

  /** Checks a Lambda function, alias or version. */
  void function(String member, String arn) {
    regional(
        member,
        arn,
        "lambda",
        "function:[a-zA-Z0-9_-]{1,64}(:(\\$LATEST|[a-zA-Z0-9_-]{1,128}))?",
        "function:NAME");
  }

  /** Checks an SQS queue: a standard one, since results can come out of order. */
  void queue(String member, String arn) {
    noFifo(member, arn);
    regional(member, arn, "sqs", "[a-zA-Z0-9_-]{1,80}", "NAME");
  }

  /** Checks an SNS topic: a standard one. */
  void topic(String member, String arn) {
    noFifo(member, arn);
    regional(member, arn, "sns", "[a-zA-Z0-9_-]{1,256}", "NAME");
  }

  /** Checks a Kinesis video stream. */
  void videoStream(String member, String arn) {
    regional(
        member, arn, "kinesisvideo", "stream/[a-zA-Z0-9_.-]{1,256}/[0-9]+", "stream/NAME/CREATED");
  }

  private static void noFifo(String member, String arn) {
    if (arn != null && arn.endsWith(".fifo")) {
      throw bad(member, "FIFO queues and topics are not taken; results can come out of order.");
    }
  }

  private void regional(String member, String arn, String service, String resource, String shown) {
    String prefix = "arn:aws:" + service + ":" + account.region() + ":" + account.id() + ":";
    if (arn == null
        || !arn.startsWith(prefix)
        || !arn.substring(prefix.length()).matches(resource)) {
      throw bad(member, "a resource of this account and region: " + prefix + shown + ".");
    }
  }

  static ApiException bad(String member, String rule) {
    return new ApiException(ErrorType.BAD_REQUEST, member + ": " + rule);
  }
}
