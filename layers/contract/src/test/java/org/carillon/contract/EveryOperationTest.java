package org.carillon.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;

/** Walks every operation of the three APIs with the real SDK clients (D5). */
class EveryOperationTest {

  private static final Contract CONTRACT = Contract.load();
  private static final Binding BINDING = new Binding(CONTRACT);
  private static final RealClients CLIENTS = new RealClients();

  @AfterAll
  static void closeClients() {
    CLIENTS.close();
  }

  @Test
  void theContractHasEveryOperationOfTheThreeModels() {
    Map<Api, Long> count =
        CONTRACT.operations().stream()
            .collect(Collectors.groupingBy(ApiOperation::api, Collectors.counting()));

    assertThat(count)
        .isEqualTo(Map.of(Api.VOICE, 96L, Api.MEDIA_PIPELINES, 31L, Api.MEETINGS, 16L));
  }

  static Stream<Arguments> operations() {
    return CONTRACT.operations().stream()
        .flatMap(
            it ->
                Stream.of(true, false)
                    .map(every -> Arguments.of(it.api(), it.name(), every ? "full" : "least")));
  }

  @ParameterizedTest(name = "{0} {1} ({2})")
  @MethodSource("operations")
  void whatTheRealClientSendsIsReadAndWhatIsAnsweredItReads(Api api, String name, String filled)
      throws Exception {
    ApiOperation operation = CONTRACT.operation(api, name).orElseThrow();
    Samples samples = new Samples(CONTRACT.model(api), filled.equals("full"));
    SdkPojo request =
        Documents.fromDocument(
            samples.document(operation.inputShape()), SdkShapes.request(operation));
    SdkPojo answer =
        Documents.fromDocument(
            samples.document(operation.outputShape()), SdkShapes.response(operation));
    List<Route> routes = new ArrayList<>();
    List<SdkPojo> received = new ArrayList<>();

    SdkPojo response =
        CLIENTS.call(
            operation,
            request,
            sent -> {
              Route route = ofApi(api, CONTRACT.route(sent));
              routes.add(route);
              received.add(BINDING.readRequest(route, sent));
              return BINDING.writeResponse(operation, answer);
            });

    assertThat(routes).singleElement().extracting(Route::operation).isEqualTo(operation);
    assertThat(received)
        .singleElement()
        .matches(it -> it.equalsBySdkFields(withToken(it, request)));
    assertThat(Documents.toDocument(response)).isEqualTo(Documents.toDocument(answer));
    assertThat(response.equalsBySdkFields(answer)).isTrue();
  }

  @ParameterizedTest(name = "{0} {1} ({2})")
  @MethodSource("operations")
  void everyRequestAndAnswerSurvivesTheWayThroughADocument(Api api, String name, String filled) {
    ApiOperation operation = CONTRACT.operation(api, name).orElseThrow();
    Samples samples = new Samples(CONTRACT.model(api), filled.equals("full"));
    Map<String, Object> sample = samples.document(operation.outputShape());

    SdkPojo shape = Documents.fromDocument(sample, SdkShapes.response(operation));
    Map<String, Object> document = Documents.toDocument(shape);

    // through JSON as well: that is how stores keep it
    Map<String, Object> stored = Json.readObject(Json.write(document));
    assertThat(document).isEqualTo(sample);
    assertThat(Documents.fromDocument(stored, shape.getClass()).equalsBySdkFields(shape)).isTrue();
  }

  static Stream<Arguments> errors() {
    return CONTRACT.operations().stream()
        .flatMap(op -> op.errors().stream().map(it -> Arguments.of(op.api(), op.name(), it)));
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("errors")
  void everyDeclaredErrorReachesTheRealClientAsItsClass(Api api, String name, String error) {
    ApiOperation operation = CONTRACT.operation(api, name).orElseThrow();
    SdkPojo request =
        Documents.fromDocument(
            new Samples(CONTRACT.model(api), false).document(operation.inputShape()),
            SdkShapes.request(operation));
    ErrorType type = ErrorType.named(error).orElseThrow();

    Throwable thrown =
        catchThrowable(
            () ->
                CLIENTS.call(
                    operation,
                    request,
                    sent ->
                        BINDING.writeError(api, new ApiException(type, "Say why."), "request-1")));

    assertThat(operation.declares(type)).isTrue();
    assertThat(thrown)
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            it -> {
              assertThat(it.getClass().getSimpleName()).isEqualTo(error);
              assertThat(it.statusCode()).isEqualTo(type.status());
              assertThat(it.awsErrorDetails().errorCode()).isEqualTo(error);
              assertThat(it.awsErrorDetails().errorMessage()).isEqualTo("Say why.");
              assertThat(requestId(it)).isEqualTo("request-1");
            });
  }

  // where the model has a member of this name, the SDK gives the body's and hides the header's
  private static String requestId(AwsServiceException thrown) {
    Object member = Documents.toDocument((SdkPojo) thrown).get("RequestId");
    return member == null ? thrown.requestId() : (String) member;
  }

  private static Route ofApi(Api api, Route route) {
    return route.operation().uri().startsWith("/tags") ? CONTRACT.in(api, route) : route;
  }

  // the client makes an idempotency token where the caller gave none: take the one it made
  private static SdkPojo withToken(SdkPojo received, SdkPojo sent) {
    Map<String, Object> document = Documents.toDocument(sent);
    Object token = Documents.toDocument(received).get("ClientRequestToken");
    if (token != null) {
      document.putIfAbsent("ClientRequestToken", token);
    }
    return Documents.fromDocument(document, sent.getClass());
  }
}
