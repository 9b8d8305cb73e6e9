package org.carillon.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.carillon.core.ports.FunctionInvoker;
import org.carillon.core.ports.FunctionInvoker.Result;
import org.carillon.core.ports.FunctionInvokerContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** Invocations as they go over the wire to Lambda, and each of its answers. */
class LambdaFunctionInvokerTest extends FunctionInvokerContract {

  private static final String ARN = "arn:aws:lambda:us-east-1:111122223333:function:";
  private static final Duration PLENTY = Duration.ofSeconds(30);

  private final BlockingQueue<RestStub.Request> requests = new LinkedBlockingQueue<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private RestStub stub;
  private LambdaClient client;

  @BeforeEach
  void start() throws IOException {
    stub = RestStub.start(this::answer);
    client = AwsPorts.lambda(LocalServices.client(LambdaClient.builder(), stub.endpoint()));
  }

  @AfterEach
  void stop() {
    end.countDown();
    client.close();
    stub.close();
  }

  @Override
  protected FunctionInvoker invoker() {
    return new LambdaFunctionInvoker(client);
  }

  @Override
  protected String echo() {
    return ARN + "echo";
  }

  @Override
  protected String failing() {
    return ARN + "failing";
  }

  @Override
  protected String slow() {
    return ARN + "slow";
  }

  @Override
  protected String missing() {
    return ARN + "missing";
  }

  private RestStub.Response answer(RestStub.Request request) throws InterruptedException {
    requests.add(request);
    String path = URLDecoder.decode(request.path(), UTF_8);
    String name = path.replaceAll("^/2015-03-31/functions/.*:function:(.*)/invocations$", "$1");
    return switch (name) {
      case "echo", "echo:live" -> ok(request.body());
      case "failing" ->
          functionError(
              "{\"errorType\":\"ValueError\",\"errorMessage\":\"out of bananas\"}".getBytes(UTF_8));
      case "broken" -> functionError("this is not JSON".getBytes(UTF_8));
      case "slow" -> {
        boolean ended = end.await(30, TimeUnit.SECONDS);
        yield ended ? error(500, "ServiceException", "late") : ok(new byte[0]);
      }
      case "denied" -> error(403, "AccessDeniedException", "User is not authorized to perform");
      case "throttled" -> error(429, "TooManyRequestsException", "Rate Exceeded.");
      case "down" -> error(503, "ServiceException", "down");
      default -> error(404, "ResourceNotFoundException", "Function not found");
    };
  }

  private static RestStub.Response ok(byte[] payload) {
    return new RestStub.Response(200, Map.of("Content-Type", "application/json"), payload);
  }

  private static RestStub.Response functionError(byte[] payload) {
    return new RestStub.Response(200, Map.of("X-Amz-Function-Error", "Unhandled"), payload);
  }

  private static RestStub.Response error(int status, String type, String message) {
    return new RestStub.Response(
        status,
        Map.of("x-amzn-ErrorType", type, "Content-Type", "application/json"),
        ("{\"Message\":\"" + message + "\"}").getBytes(UTF_8));
  }

  private Result invoke(String name) {
    return invoker().invoke(ARN + name, "{\"n\":1}".getBytes(UTF_8), PLENTY);
  }

  @Test
  void theRequestIsASynchronousInvocationOfTheWholeArn() throws Exception {
    assertThat(invoke("echo:live")).isInstanceOf(Result.Answer.class);

    RestStub.Request request = requests.take();
    assertThat(request.method()).isEqualTo("POST");
    assertThat(URLDecoder.decode(request.path(), UTF_8))
        .isEqualTo("/2015-03-31/functions/" + ARN + "echo:live/invocations");
    assertThat(request.headers()).containsEntry("x-amz-invocation-type", "RequestResponse");
    assertThat(request.body()).isEqualTo("{\"n\":1}".getBytes(UTF_8));
  }

  @Test
  void aMissingPermissionAThrottleAndATroubleAreToldApartAndNothingIsRetried() {
    assertThat(invoke("denied")).isInstanceOf(Result.AccessDenied.class);
    assertThat(((Result.AccessDenied) invoke("denied")).advice()).contains("lambda:InvokeFunction");
    assertThat(invoke("throttled")).isEqualTo(new Result.Throttled());
    assertThat(invoke("down")).isInstanceOf(Result.Unavailable.class);
    assertThat(requests).hasSize(4);
  }

  @Test
  void anErrorWithoutJsonKeepsItsKind() {
    assertThat(invoke("broken")).isEqualTo(new Result.FunctionError("Unhandled", ""));
  }

  @Test
  void aServiceThatIsNotReachedIsUnavailable() throws IOException {
    try (LambdaClient nobody =
        AwsPorts.lambda(
            LocalServices.client(
                LambdaClient.builder(), LocalServices.loopback(LocalServices.freePort())))) {
      Result result =
          new LambdaFunctionInvoker(nobody).invoke(echo(), "{}".getBytes(UTF_8), PLENTY);

      assertThat(result).isInstanceOf(Result.Unavailable.class);
      assertThat(((Result.Unavailable) result).advice()).contains("AWS was not reached");
    }
  }
}
