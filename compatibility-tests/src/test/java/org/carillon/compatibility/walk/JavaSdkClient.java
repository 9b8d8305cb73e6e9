package org.carillon.compatibility.walk;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.VersionInfo;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.chimesdkmediapipelines.ChimeSdkMediaPipelinesClient;
import software.amazon.awssdk.services.chimesdkmeetings.ChimeSdkMeetingsClient;
import software.amazon.awssdk.services.chimesdkvoice.ChimeSdkVoiceClient;

/** The AWS SDK for Java v2, its operations called by name. */
final class JavaSdkClient implements ApiClient {

  private final Map<String, SdkClient> clients;

  JavaSdkClient(String endpoint, Map<String, String> keys) {
    this.clients =
        Map.of(
            "chime-sdk-voice",
            built(ChimeSdkVoiceClient.builder(), endpoint, keys),
            "chime-sdk-media-pipelines",
            built(ChimeSdkMediaPipelinesClient.builder(), endpoint, keys),
            "chime-sdk-meetings",
            built(ChimeSdkMeetingsClient.builder(), endpoint, keys));
  }

  private static <B extends AwsClientBuilder<B, C>, C> C built(
      B builder, String endpoint, Map<String, String> keys) {
    return builder
        .endpointOverride(URI.create(endpoint))
        .region(Region.of(keys.get("AWS_REGION")))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(
                    keys.get("AWS_ACCESS_KEY_ID"), keys.get("AWS_SECRET_ACCESS_KEY"))))
        .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()))
        .build();
  }

  @Override
  public String name() {
    return "AWS SDK for Java " + VersionInfo.SDK_VERSION;
  }

  @Override
  public Answer call(String service, String operation, Map<String, Object> input) {
    SdkClient client = clients.get(service);
    String name = operation.substring(0, 1).toLowerCase(Locale.ROOT) + operation.substring(1);
    try {
      Method method =
          List.of(client.getClass().getInterfaces()[0].getMethods()).stream()
              .filter(it -> it.getName().equals(name) && it.getParameterCount() == 1)
              .filter(it -> SdkPojo.class.isAssignableFrom(it.getParameterTypes()[0]))
              .findFirst()
              .orElse(null);
      if (method == null) {
        return Answer.notInThisClient();
      }
      Object request = JavaSdkShapes.request(method.getParameterTypes()[0], input);
      return Answer.success(JavaSdkShapes.members((SdkPojo) method.invoke(client, request)));
    } catch (InvocationTargetException thrown) {
      if (thrown.getCause() instanceof AwsServiceException refused) {
        return refused(refused);
      }
      throw new AssertionError(operation + " " + input, thrown.getCause());
    } catch (ReflectiveOperationException strange) {
      throw new LinkageError(operation + " " + input, strange);
    }
  }

  /** The class of the exception is what a user catches; the wire's name must be the same. */
  private static Answer refused(AwsServiceException refused) {
    String name = refused.getClass().getSimpleName();
    boolean modeled =
        refused.getClass().getPackageName().endsWith(".model")
            && name.equals(refused.awsErrorDetails().errorCode());
    return Answer.refused(
        modeled ? name : "not modeled: " + refused.awsErrorDetails().errorCode(),
        refused.awsErrorDetails().errorMessage());
  }

  @Override
  public void close() {
    clients.values().forEach(SdkClient::close);
  }
}
