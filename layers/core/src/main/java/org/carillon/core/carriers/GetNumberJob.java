package org.carillon.core.carriers;

import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Operation;

/** GetNumberJob of the operator's API (N1): how far a job on the pool is. */
public final class GetNumberJob implements Operation<OperatorDocument, OperatorDocument> {

  private final NumberJobs jobs;

  /** Over these jobs. */
  public GetNumberJob(NumberJobs jobs) {
    this.jobs = jobs;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    String jobId = (String) request.members().get("JobId");
    return StartNumberImport.answer(NumberJob.of(jobs.require(jobId).body()));
  }
}
