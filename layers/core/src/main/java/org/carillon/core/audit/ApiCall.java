package org.carillon.core.audit;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.contract.ApiException;
import org.carillon.contract.ApiRequest;
import org.carillon.contract.Route;
import org.carillon.core.access.Principal;

/**
 * A call of an API that has been answered, well or not.
 *
 * @param time when it came
 * @param principal who signed it, once that was found out
 * @param arns what it was about, as far as it was found out
 * @param input the operation's input by member names, when it could be read
 * @param output the operation's output by member names, when there is one
 * @param error what it was refused with; empty when it went well
 * @param requestId its id in answers and logs
 */
public record ApiCall(
    Instant time,
    ApiRequest request,
    Route route,
    Optional<Principal> principal,
    List<String> arns,
    Optional<Map<String, Object>> input,
    Optional<Map<String, Object>> output,
    Optional<ApiException> error,
    String requestId) {}
