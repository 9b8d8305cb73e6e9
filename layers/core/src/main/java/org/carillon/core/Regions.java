package org.carillon.core;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;

/** Where Voice Connectors and SIP media applications can be. */
public final class Regions {

  private static final List<String> HOSTED =
      List.of(
          "us-east-1",
          "us-west-2",
          "ca-central-1",
          "eu-central-1",
          "eu-west-1",
          "eu-west-2",
          "ap-northeast-1",
          "ap-northeast-2",
          "ap-southeast-1",
          "ap-southeast-2");

  private Regions() {}

  /** The regions of the hosted service, and the installation's own. */
  public static Set<String> of(Account account) {
    Set<String> regions = new TreeSet<>(HOSTED);
    regions.add(account.region());
    return regions;
  }

  /**
   * Checks a region that a client names.
   *
   * @throws ApiException {@link ErrorType#BAD_REQUEST} listing the good ones
   */
  public static void check(String region, Account account) {
    Set<String> good = of(account);
    if (!good.contains(region)) {
      throw new ApiException(
          ErrorType.BAD_REQUEST, "AwsRegion: one of " + String.join(", ", good) + ".");
    }
  }
}
