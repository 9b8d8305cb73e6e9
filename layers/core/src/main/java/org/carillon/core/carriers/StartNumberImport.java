package org.carillon.core.carriers;

import java.util.Map;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.documents.Fields;
import org.carillon.core.ports.Objects;

/**
 * StartNumberImport of the operator's API (N1): puts a carrier's number list, a CSV object, on
 * offer. It answers at once; GetNumberJob tells how far it is.
 */
public final class StartNumberImport implements Operation<OperatorDocument, OperatorDocument> {

  private final Carriers carriers;
  private final NumberJobs jobs;
  private final Objects objects;

  /** Over these carriers, jobs and objects. */
  public StartNumberImport(Carriers carriers, NumberJobs jobs, Objects objects) {
    this.carriers = carriers;
    this.jobs = jobs;
    this.objects = objects;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    Fields fields = Fields.of(request.members(), "request");
    Carrier carrier = carriers.require(fields.text("CarrierId"));
    String bucket = fields.text("Bucket");
    String key = fields.text("Key");
    requireObject(bucket, key);
    return answer(
        jobs.start(
            NumberJob.Type.IMPORT,
            carrier,
            bucket,
            key,
            fields.flag("DryRun", false),
            fields.flag("AdmitPortedOut", false)));
  }

  private void requireObject(String bucket, String key) {
    try {
      if (objects.read(bucket, key, 0, 1).isPresent()) {
        return;
      }
    } catch (IllegalArgumentException noName) {
      throw new ApiException(ErrorType.BAD_REQUEST, "Key: " + noName.getMessage() + ".");
    }
    throw new ApiException(
        ErrorType.BAD_REQUEST,
        "Key: the bucket has no such object. Put the list there first; in the one-machine mode it"
            + " is a file, DATA/s3/BUCKET/KEY.");
  }

  static OperatorDocument answer(NumberJob job) {
    return new OperatorDocument(Map.of("NumberJob", job.shape()));
  }
}
