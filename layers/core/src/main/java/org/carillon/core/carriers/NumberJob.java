package org.carillon.core.carriers;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.core.documents.Fields;

/**
 * A long piece of work on the pool: the import of a number list, or the removal of a carrier's
 * numbers on offer (N1, D6).
 *
 * @param bucket where the list is, empty for a removal
 * @param key the list, empty for a removal
 * @param dryRun whether the list is only checked
 * @param admitPortedOut whether numbers that were ported out are taken again
 * @param message what went wrong, when something did
 * @param progress how far it is: all that is needed to go on
 * @param lease who works on it, and until when nobody else may
 */
record NumberJob(
    String jobId,
    Type type,
    Status status,
    String carrierId,
    String bucket,
    String key,
    boolean dryRun,
    boolean admitPortedOut,
    Optional<String> message,
    Progress progress,
    Optional<Lease> lease,
    Instant created,
    Instant updated) {

  /** What a job does. */
  enum Type {
    IMPORT,
    REMOVAL
  }

  /** How a job stands. */
  enum Status {
    SUBMITTED,
    IN_PROGRESS,
    /** To be stopped by whoever works on it. */
    STOPPING,
    SUCCEEDED,
    FAILED,
    STOPPED;

    boolean isOpen() {
      return this == SUBMITTED || this == IN_PROGRESS || this == STOPPING;
    }
  }

  /** Who works on a job, and how long nobody else may. */
  record Lease(String owner, Instant until) {}

  /**
   * How far a job is.
   *
   * @param offset bytes of the list that are done
   * @param size bytes of the list
   * @param version the list's version: another one is another list
   * @param lines lines that are done
   * @param inLine whether {@code offset} is inside a line that is too long to be read
   * @param columns the list's columns, empty before its first line
   * @param read rows read; {@code accepted} and {@code refused} are its parts
   * @param parts parts of the report that are written
   * @param removed numbers taken out of the pool
   * @param kept numbers that stay because accounts have them
   * @param after where the removal goes on
   */
  record Progress(
      long offset,
      long size,
      String version,
      long lines,
      boolean inLine,
      List<String> columns,
      long read,
      long accepted,
      long refused,
      int parts,
      long removed,
      long kept,
      Optional<String> after) {

    static final Progress NONE =
        new Progress(0, 0, "", 0, false, List.of(), 0, 0, 0, 0, 0, 0, Optional.empty());
  }

  NumberJob with(Progress now, Optional<Lease> heldBy, Instant time) {
    return new NumberJob(
        jobId,
        type,
        Status.IN_PROGRESS,
        carrierId,
        bucket,
        key,
        dryRun,
        admitPortedOut,
        message,
        now,
        heldBy,
        created,
        time);
  }

  /** The same, to be stopped by the one who works on it. */
  NumberJob stopping(Instant time) {
    return new NumberJob(
        jobId,
        type,
        Status.STOPPING,
        carrierId,
        bucket,
        key,
        dryRun,
        admitPortedOut,
        message,
        progress,
        lease,
        created,
        time);
  }

  NumberJob ended(Status end, Optional<String> why, Progress now, Instant time) {
    return new NumberJob(
        jobId,
        type,
        end,
        carrierId,
        bucket,
        key,
        dryRun,
        admitPortedOut,
        why,
        now,
        Optional.empty(),
        created,
        time);
  }

  /** Where the parts of its report on refused rows begin. */
  String reportPrefix() {
    return key + ".refused/" + jobId + "/";
  }

  private int percent() {
    if (status == Status.SUCCEEDED) {
      return 100;
    }
    return progress.size() == 0 ? 0 : (int) (progress.offset() * 100 / progress.size());
  }

  /** As answered. */
  Map<String, Object> shape() {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("JobId", jobId);
    shape.put("Type", type.name());
    shape.put("Status", status.name());
    message.ifPresent(text -> shape.put("StatusMessage", text));
    shape.put("CarrierId", carrierId);
    shape.put("PercentComplete", percent());
    if (type == Type.IMPORT) {
      shape.put("Bucket", bucket);
      shape.put("Key", key);
      shape.put("DryRun", dryRun);
      shape.put("AdmitPortedOut", admitPortedOut);
      shape.put("RowsRead", (int) progress.read());
      shape.put("RowsAccepted", (int) progress.accepted());
      shape.put("RowsRefused", (int) progress.refused());
      if (progress.parts() > 0) {
        shape.put("ReportBucket", bucket);
        shape.put("ReportPrefix", reportPrefix());
        shape.put("ReportParts", progress.parts());
      }
    } else {
      shape.put("NumbersRemoved", (int) progress.removed());
      shape.put("NumbersKept", (int) progress.kept());
    }
    shape.put("CreatedTimestamp", created.toString());
    shape.put("UpdatedTimestamp", updated.toString());
    return shape;
  }

  /** As stored. */
  Map<String, Object> body() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("JobId", jobId);
    body.put("Type", type.name());
    body.put("Status", status.name());
    message.ifPresent(text -> body.put("StatusMessage", text));
    body.put("CarrierId", carrierId);
    body.put("Bucket", bucket);
    body.put("Key", key);
    body.put("DryRun", dryRun);
    body.put("AdmitPortedOut", admitPortedOut);
    body.put("Offset", progress.offset());
    body.put("Size", progress.size());
    body.put("Version", progress.version());
    body.put("Lines", progress.lines());
    body.put("InLine", progress.inLine());
    body.put("Columns", progress.columns());
    body.put("RowsRead", progress.read());
    body.put("RowsAccepted", progress.accepted());
    body.put("RowsRefused", progress.refused());
    body.put("ReportParts", progress.parts());
    body.put("NumbersRemoved", progress.removed());
    body.put("NumbersKept", progress.kept());
    progress.after().ifPresent(token -> body.put("After", token));
    lease.ifPresent(
        held -> {
          body.put("LeaseOwner", held.owner());
          body.put("LeaseUntil", held.until().toString());
        });
    body.put("CreatedTimestamp", created.toString());
    body.put("UpdatedTimestamp", updated.toString());
    return body;
  }

  static NumberJob of(Map<String, Object> body) {
    Fields fields = Fields.of(body, "number job");
    Progress progress =
        new Progress(
            fields.wholeNumber("Offset"),
            fields.wholeNumber("Size"),
            fields.text("Version"),
            fields.wholeNumber("Lines"),
            fields.flag("InLine"),
            fields.textList("Columns"),
            fields.wholeNumber("RowsRead"),
            fields.wholeNumber("RowsAccepted"),
            fields.wholeNumber("RowsRefused"),
            fields.integer("ReportParts"),
            fields.wholeNumber("NumbersRemoved"),
            fields.wholeNumber("NumbersKept"),
            fields.optionalText("After"));
    return new NumberJob(
        fields.text("JobId"),
        fields.constant("Type", Type.class),
        fields.constant("Status", Status.class),
        fields.text("CarrierId"),
        fields.text("Bucket"),
        fields.text("Key"),
        fields.flag("DryRun"),
        fields.flag("AdmitPortedOut", false),
        fields.optionalText("StatusMessage"),
        progress,
        fields
            .optionalText("LeaseOwner")
            .map(owner -> new Lease(owner, fields.moment("LeaseUntil"))),
        fields.moment("CreatedTimestamp"),
        fields.moment("UpdatedTimestamp"));
  }
}
