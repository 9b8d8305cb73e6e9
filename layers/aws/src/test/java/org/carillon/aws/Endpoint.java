package org.carillon.aws;

import java.net.URI;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * What stands in for AWS in the contract's tests: what {@value #VARIABLE} names, else what the
 * profile {@code localstack} starts; without both there is none.
 */
public final class Endpoint {

  static final String VARIABLE = "AWS_ENDPOINT_URL";

  private static final Optional<URI> GIVEN = find();

  private Endpoint() {}

  /** Starts one. */
  public interface Source {
    /** Starts it and points the AWS SDK of this JVM at it; it lives as long as the JVM. */
    URI start();
  }

  private static Optional<URI> find() {
    String named = System.getenv(VARIABLE);
    return named != null && !named.isEmpty()
        ? Optional.of(URI.create(named))
        : ServiceLoader.load(Source.class).findFirst().map(Source::start);
  }

  /** Whether there is one. */
  public static boolean isGiven() {
    return GIVEN.isPresent();
  }

  static Optional<URI> uri() {
    return GIVEN;
  }
}
