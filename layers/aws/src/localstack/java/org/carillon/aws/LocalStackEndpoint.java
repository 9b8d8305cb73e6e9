package org.carillon.aws;

import java.net.URI;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;

/** LocalStack in a container, which Testcontainers removes when this JVM is gone. */
public final class LocalStackEndpoint implements Endpoint.Source {

  private static final String IMAGE =
      System.getenv().getOrDefault("LOCALSTACK_IMAGE", "localstack/localstack:4.7");

  @Override
  @SuppressWarnings("resource") // lives as long as the JVM
  public URI start() {
    LocalStackContainer container =
        new LocalStackContainer(
            DockerImageName.parse(IMAGE).asCompatibleSubstituteFor("localstack/localstack"));
    container.start();
    Runtime.getRuntime().addShutdownHook(new Thread(container::stop));
    URI endpoint = container.getEndpoint();
    System.setProperty("aws.endpointUrl", endpoint.toString());
    System.setProperty("aws.region", container.getRegion());
    System.setProperty("aws.accessKeyId", container.getAccessKey());
    System.setProperty("aws.secretAccessKey", container.getSecretKey());
    return endpoint;
  }
}
