package org.carillon.core.carriers;

import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.Retries;
import org.carillon.core.numbers.NumberPool;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemWrite;

/** DeleteCarrier of the operator's API (D6). A carrier whose numbers are in the pool stays. */
public final class DeleteCarrier implements Operation<OperatorDocument, OperatorDocument> {

  private final Carriers carriers;
  private final NumberPool pool;
  private final NumberJobs jobs;

  /** Over these carriers, this pool and the jobs on it. */
  public DeleteCarrier(Carriers carriers, NumberPool pool, NumberJobs jobs) {
    this.carriers = carriers;
    this.pool = pool;
    this.jobs = jobs;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    return Retries.onConflict(
        () -> {
          Item read = carriers.requireItem((String) request.members().get("CarrierId"));
          Carrier carrier = CarrierDocuments.carrier(read);
          UpdateCarrier.requireOwn(carrier);
          // read before the pool: what a job adds in between makes the deletion start again
          ItemWrite noJob = jobs.forgetCarrier(carrier.carrierId());
          if (pool.hasNumbersOf(carrier.carrierId())) {
            throw new ApiException(
                ErrorType.CONFLICT,
                "CarrierId: the pool has numbers of this carrier. Remove those on offer with"
                    + " StartNumberRemoval; numbers that accounts have stay until they are deleted.");
          }
          carriers.delete(read, noJob);
          return OperatorDocument.empty();
        });
  }
}
