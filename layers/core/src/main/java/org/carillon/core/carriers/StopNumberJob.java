package org.carillon.core.carriers;

import java.util.Optional;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.Retries;
import org.carillon.core.ports.Item;

/** StopNumberJob of the operator's API (N1). What was done stays done. */
public final class StopNumberJob implements Operation<OperatorDocument, OperatorDocument> {

  private final NumberJobs jobs;

  /** Over these jobs. */
  public StopNumberJob(NumberJobs jobs) {
    this.jobs = jobs;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    return StartNumberImport.answer(
        Retries.onConflict(() -> stopped((String) request.members().get("JobId"))));
  }

  private NumberJob stopped(String jobId) {
    Item read = jobs.require(jobId);
    NumberJob job = NumberJob.of(read.body());
    if (!job.status().isOpen()) {
      throw new ApiException(
          ErrorType.CONFLICT, "JobId: the job has ended already: " + job.status() + ".");
    }
    if (job.lease().isPresent()) { // a slice may be on its way: its worker ends the job after it
      NumberJob stopping = job.stopping(jobs.now());
      jobs.save(read, stopping);
      return stopping;
    }
    NumberJob stopped =
        job.ended(NumberJob.Status.STOPPED, Optional.empty(), job.progress(), jobs.now());
    jobs.end(read, stopped);
    return stopped;
  }
}
