package org.carillon.core.routing;

import java.util.LinkedHashMap;
import java.util.Map;
import org.carillon.core.identity.CallerVerdict;

/** A verdict on a caller's identity (N13), as it is handed on. */
final class Verdicts {

  /** Where an application sees it. */
  static final String HEADER = "X-Verstat";

  private Verdicts() {}

  /**
   * For a customer's equipment: the {@code verstat} parameter on the caller's {@code tel} URI
   * (ATIS-1000074 section 5.3; RFC 3325 allows a {@code tel} URI beside the {@code sip} URI), and
   * the attestation of a good one (3GPP TS 24.229 section 7.2.19).
   */
  static Map<String, String> forTrunk(CallerVerdict verdict, InviteFacts facts) {
    Map<String, String> headers = new LinkedHashMap<>();
    Callers.asserted(facts)
        .ifPresent(
            number ->
                headers.put(
                    "P-Asserted-Identity",
                    "<tel:" + number + ";verstat=" + verdict.result().verstat() + ">"));
    if (verdict.result() == CallerVerdict.Result.PASSED) {
      headers.put("P-Attestation-Indicator", verdict.attestation());
    }
    return headers;
  }
}
