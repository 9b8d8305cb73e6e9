package org.carillon.core;

import java.util.Map;

/**
 * The account and the region this installation answers for.
 *
 * @param id twelve digits, such as {@code 111122223333}
 * @param region an AWS region name, such as {@code us-east-1}
 */
public record Account(String id, String region) {

  public Account {
    if (!id.matches("\\d{12}")) {
      throw new IllegalArgumentException(
          "the account is a number of twelve digits, such as 111122223333: " + id);
    }
    if (!region.matches("[a-z]{2}(-[a-z]+)+-\\d")) {
      throw new IllegalArgumentException("the region is a name such as us-east-1: " + region);
    }
  }

  /**
   * The account a function of this installation works for: {@code CARILLON_ACCOUNT}, and {@code
   * CARILLON_REGION} or else {@code AWS_REGION}, which Lambda sets itself.
   *
   * @param environment the process's environment variables
   * @throws IllegalStateException when one is missing; the message names it
   */
  public static Account fromEnvironment(Map<String, String> environment) {
    String id = environment.get("CARILLON_ACCOUNT");
    String region = environment.getOrDefault("CARILLON_REGION", environment.get("AWS_REGION"));
    if (id == null || region == null) {
      throw new IllegalStateException(
          "Set the environment variables CARILLON_ACCOUNT, such as 111122223333, and"
              + " CARILLON_REGION (or AWS_REGION), such as us-east-1.");
    }
    return new Account(id, region);
  }

  /** The ARN of a resource of this account in this region: {@code arn:aws:chime:REGION:ID:...}. */
  public String arn(String resource) {
    return arn(region, resource);
  }

  /** The ARN of a resource of this account in another region. */
  public String arn(String resourceRegion, String resource) {
    return "arn:aws:chime:" + resourceRegion + ":" + id + ":" + resource;
  }

  /** The ARN of the account's root user. */
  public String rootArn() {
    return "arn:aws:iam::" + id + ":root";
  }
}
