package org.carillon.core;

import software.amazon.awssdk.core.SdkPojo;

/**
 * One operation of the API. Implementations are named after it, hold no state of their own and are
 * safe for use by many threads.
 *
 * @param <I> the request shape, bound and checked against the model already
 * @param <O> the response shape; an empty one where the model has none
 */
@FunctionalInterface
public interface Operation<I extends SdkPojo, O extends SdkPojo> {

  /**
   * Does it.
   *
   * @throws org.carillon.contract.ApiException when a rule refuses it; nothing was changed then
   */
  O handle(I request, Caller caller);
}
