package org.carillon.aws;

import org.carillon.core.ports.Ports;

/** Lets {@link Ports#fromEnvironment()} find the AWS adapters on a Lambda function's class path. */
public final class AwsPortsProvider implements Ports.Provider {

  /** For the service loader. */
  public AwsPortsProvider() {}

  @Override
  public Ports fromEnvironment() {
    return AwsPorts.fromEnvironment().ports();
  }
}
