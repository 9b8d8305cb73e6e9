package org.carillon.local.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.carillon.contract.Api;
import org.carillon.contract.ApiOperation;
import org.carillon.contract.Contract;

/**
 * Follows a job that a command started, such as the import of a number list, and says how far it
 * is. A job is an answer's only member, has a {@code JobId} and a {@code Status}, and is read by
 * the operation {@code Get} and the member's name.
 */
final class JobProgress {

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
  private static final Set<String> ENDED = Set.of("SUCCEEDED", "FAILED", "STOPPED");

  private final Contract contract;
  private final ApiClient client;
  private final PrintStream err;
  private String told = "";

  JobProgress(Contract contract, ApiClient client, PrintStream err) {
    this.contract = contract;
    this.client = client;
    this.err = err;
  }

  /** Whether an operation starts jobs. */
  static boolean starts(ApiOperation operation) {
    return operation.name().startsWith("Start");
  }

  /**
   * Waits until the job has ended.
   *
   * @param answer of the operation that started it; given back as it is when it holds no job
   * @return the job as it ended
   */
  Map<String, Object> follow(Map<String, Object> answer)
      throws CommandFailedException, InterruptedException {
    Map<String, Object> last = answer;
    Optional<ApiOperation> look = reader(answer);
    while (look.isPresent() && !ENDED.contains(job(last).get("Status"))) {
      tell(job(last));
      Thread.sleep(BETWEEN_LOOKS);
      last = client.call(look.get(), Map.of("JobId", job(last).get("JobId")));
    }
    if (look.isPresent()) {
      tell(job(last));
    }
    return last;
  }

  /** Whether an answer is a job that did not do its work. */
  static boolean failed(Map<String, Object> answer) {
    return answer.size() == 1 && "FAILED".equals(job(answer).get("Status"));
  }

  private Optional<ApiOperation> reader(Map<String, Object> answer) {
    boolean isJob =
        answer.size() == 1 && job(answer).containsKey("JobId") && job(answer).containsKey("Status");
    return isJob
        ? contract.operation(Api.OPERATOR, "Get" + answer.keySet().iterator().next())
        : Optional.empty();
  }

  private static Map<?, ?> job(Map<String, Object> answer) {
    return answer.values().iterator().next() instanceof Map<?, ?> job ? job : Map.of();
  }

  private void tell(Map<?, ?> job) {
    StringBuilder line = new StringBuilder(String.valueOf(job.get("Status")));
    append(line, job.get("PercentComplete"), "%");
    append(line, job.get("RowsRead"), " rows read");
    append(line, job.get("RowsAccepted"), " taken");
    append(line, job.get("RowsRefused"), " refused");
    append(line, job.get("NumbersRemoved"), " removed");
    append(line, job.get("StatusMessage"), "");
    if (!line.toString().equals(told)) {
      told = line.toString();
      err.println(told);
    }
  }

  private static void append(StringBuilder line, Object value, String unit) {
    if (value != null && !value.equals("")) {
      line.append("  ").append(value).append(unit);
    }
  }
}
