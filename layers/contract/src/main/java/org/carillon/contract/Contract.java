package org.carillon.contract;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The contract of the three APIs as their public models state it: operations, routes and shapes.
 * Immutable and shared by all threads.
 */
public final class Contract {

  private Contract() {}

  /** Reads the models that belong to the product. Costs some milliseconds: do it once. */
  public static Contract load() {
    return new Contract();
  }

  /** All operations: voice, then media pipelines, then meetings, each by name. */
  public List<ApiOperation> operations() {
    Objects.requireNonNull(Api.VOICE);
    throw new UnsupportedOperationException();
  }

  /** The operation of this name in this API. */
  public Optional<ApiOperation> operation(Api api, String name) {
    Objects.requireNonNull(Api.VOICE);
    throw new UnsupportedOperationException();
  }

  /**
   * Finds the operation a request asks for by method, path and fixed query. Path segments are
   * decoded one by one; a plus sign stays one.
   *
   * <p>The three tag operations have the same path in all APIs: they are routed to {@link
   * Api#VOICE}; whose they are is told by the resource's ARN, see {@link #in}.
   *
   * @throws ApiException {@link ErrorType#NOT_FOUND} for a path that no operation has, {@link
   *     ErrorType#BAD_REQUEST} for a method or a fixed query that the path does not take, and for a
   *     path that is not correctly encoded
   */
  public Route route(ApiRequest request) {
    Objects.requireNonNull(Api.VOICE);
    throw new UnsupportedOperationException();
  }

  /** The same request as an operation of another API with the same name, method and path. */
  public Route in(Api api, Route route) {
    Objects.requireNonNull(Api.VOICE);
    throw new UnsupportedOperationException();
  }
}
