package org.carillon.contract;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The contract of the APIs as their models state it: operations, routes and shapes. Immutable and
 * shared by all threads.
 */
public final class Contract {

  private final Map<Api, ApiModel> models;
  private final List<ApiOperation> operations;
  private final Map<Api, Map<String, ApiOperation>> byName;
  private final Router router;

  private Contract(Map<Api, ApiModel> models) {
    this.models = models;
    this.operations =
        Api.published().stream()
            .filter(models::containsKey)
            .flatMap(api -> models.get(api).operations().stream())
            .toList();
    List<ApiOperation> all =
        Stream.concat(operations.stream(), operatorOperations().stream()).toList();
    this.byName =
        all.stream()
            .collect(
                Collectors.groupingBy(
                    ApiOperation::api, Collectors.toMap(ApiOperation::name, Function.identity())));
    this.router = new Router(all);
  }

  /** Reads the models that belong to the product. Costs some milliseconds: do it once. */
  public static Contract load() {
    Map<Api, ApiModel> models = new EnumMap<>(Api.class);
    for (Api api : Api.values()) {
      models.put(api, ApiModel.load(api));
    }
    return new Contract(models);
  }

  /**
   * Reads the model of the operator's API alone, for a client of it that has to start quickly. It
   * knows no operation of the other APIs.
   */
  public static Contract loadOperator() {
    Map<Api, ApiModel> models = new EnumMap<>(Api.class);
    models.put(Api.OPERATOR, ApiModel.load(Api.OPERATOR));
    return new Contract(models);
  }

  /** All operations of the public models: voice, then media pipelines, then meetings, by name. */
  public List<ApiOperation> operations() {
    return operations;
  }

  /** The operations of the operator's own API ({@link Api#OPERATOR}). */
  public List<ApiOperation> operatorOperations() {
    return models.get(Api.OPERATOR).operations();
  }

  /** The operation of this name in this API. */
  public Optional<ApiOperation> operation(Api api, String name) {
    return Optional.ofNullable(byName.getOrDefault(api, Map.of()).get(name));
  }

  /**
   * Finds the operation a request asks for by method, path and fixed query. Path segments are
   * decoded one by one; a plus sign stays one.
   *
   * <p>The three tag operations have the same path in all APIs: they are routed to {@link
   * Api#VOICE}. Whose they are is told by the resource's ARN: see {@link Binding#resolve}.
   *
   * @throws ApiException {@link ErrorType#NOT_FOUND} for a path that no operation has, {@link
   *     ErrorType#BAD_REQUEST} for a method or a fixed query that the path does not take, and for a
   *     path that is too long or not correctly encoded
   */
  public Route route(ApiRequest request) {
    return router.route(request);
  }

  /**
   * The same request as the operation of the same name in another API.
   *
   * @throws IllegalArgumentException when that API has no such operation
   */
  public Route in(Api api, Route route) {
    String name = route.operation().name();
    return new Route(
        operation(api, name)
            .orElseThrow(
                () -> new IllegalArgumentException(api.service() + " has no operation " + name)),
        route.pathValues());
  }

  /** The members of an operation's input, in the model's order. */
  public List<InputMember> inputMembers(ApiOperation operation) {
    return operation.inputShape().isEmpty()
        ? List.of()
        : inputMembers(models.get(operation.api()), operation.inputShape());
  }

  private static List<InputMember> inputMembers(ApiModel model, String shapeName) {
    Shape input = model.shape(shapeName);
    return input.members().values().stream()
        .map(member -> InputMember.of(model, input, member))
        .toList();
  }

  ApiModel model(Api api) {
    return models.get(api);
  }
}
