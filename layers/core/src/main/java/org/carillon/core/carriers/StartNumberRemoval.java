package org.carillon.core.carriers;

import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Operation;

/**
 * StartNumberRemoval of the operator's API (D6): takes what a carrier has on offer out of the pool.
 * Numbers that accounts have stay. It answers at once; GetNumberJob tells how far it is.
 */
public final class StartNumberRemoval implements Operation<OperatorDocument, OperatorDocument> {

  private final Carriers carriers;
  private final NumberJobs jobs;

  /** Over these carriers and jobs. */
  public StartNumberRemoval(Carriers carriers, NumberJobs jobs) {
    this.carriers = carriers;
    this.jobs = jobs;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    Carrier carrier = carriers.require((String) request.members().get("CarrierId"));
    return StartNumberImport.answer(
        jobs.start(NumberJob.Type.REMOVAL, carrier, "", "", false, false));
  }
}
