package org.carillon.local.functions;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Lambda function's ARN.
 *
 * @param region its region
 * @param account its account
 * @param name the function's name
 * @param qualifier alias, version or {@code $LATEST}; empty when not given
 */
record FunctionArn(String region, String account, String name, Optional<String> qualifier) {

  private static final Pattern FORM =
      Pattern.compile(
          "arn:aws[a-z-]*:lambda:([a-z0-9-]+):(\\d{12}):function:([A-Za-z0-9_-]{1,64})"
              + "(?::(\\$LATEST|[A-Za-z0-9_-]{1,128}))?");

  /** Reads an ARN; empty when it is none of a function. */
  static Optional<FunctionArn> parse(String text) {
    Matcher m = FORM.matcher(text);
    return m.matches()
        ? Optional.of(
            new FunctionArn(m.group(1), m.group(2), m.group(3), Optional.ofNullable(m.group(4))))
        : Optional.empty();
  }

  /** The ARN of a function without alias or version. */
  static String of(String region, String account, String name) {
    return "arn:aws:lambda:" + region + ":" + account + ":function:" + name;
  }
}
