package org.carillon.core.quotas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.core.CoreFixture.refused;

import java.util.List;
import java.util.Map;
import org.carillon.contract.ErrorType;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.CoreFixture;
import org.carillon.core.applications.DeleteSipMediaApplication;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteSipMediaApplicationRequest;

/** Quotas (O8), on SIP media applications. */
class QuotasTest {

  private final CoreFixture core = new CoreFixture();
  private final Quotas quotas = new Quotas(core.items, core.account);

  @Test
  void oneMoreThanTheQuotaIsRefusedUntilOneIsDeleted() {
    put("SipMediaApplications", 2);
    String first = core.application("us-east-1");
    core.application("us-east-1");

    refused(
        ErrorType.RESOURCE_LIMIT_EXCEEDED,
        "SIP media applications in a region: 2 are there and the quota SipMediaApplications is 2",
        () -> core.application("us-east-1"));
    core.application("us-west-2"); // a region of its own

    new DeleteSipMediaApplication(core.applications)
        .handle(
            DeleteSipMediaApplicationRequest.builder().sipMediaApplicationId(first).build(),
            core.caller);
    core.application("us-east-1");
  }

  @Test
  void theListHasEachWithItsDefaultAndTheHostedOne() {
    put("VoiceConnectors", 7);

    assertThat(listed("VoiceConnectors"))
        .containsEntry("Value", 7)
        .containsEntry("DefaultValue", 1000)
        .containsEntry("HostedDefaultValue", 3);

    new DeleteQuota(quotas).handle(named("VoiceConnectors"), core.caller);
    assertThat(listed("VoiceConnectors")).containsEntry("Value", 1000);
  }

  @Test
  void anUnknownQuotaIsNotFound() {
    refused(
        ErrorType.NOT_FOUND,
        "QuotaCode",
        () -> new DeleteQuota(quotas).handle(named("Elephants"), core.caller));
  }

  private void put(String code, int value) {
    new PutQuota(quotas)
        .handle(new OperatorDocument(Map.of("QuotaCode", code, "Value", value)), core.caller);
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> listed(String code) {
    OperatorDocument all = new ListQuotas(quotas).handle(OperatorDocument.empty(), core.caller);
    return ((List<Map<String, Object>>) all.members().get("Quotas"))
        .stream().filter(quota -> quota.get("QuotaCode").equals(code)).findFirst().orElseThrow();
  }

  private static OperatorDocument named(String code) {
    return new OperatorDocument(Map.of("QuotaCode", code));
  }
}
