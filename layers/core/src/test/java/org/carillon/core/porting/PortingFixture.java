package org.carillon.core.porting;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Map;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.CoreFixture;
import org.carillon.core.MemoryObjects;
import org.carillon.core.applications.DeleteSipRule;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.quotas.PutQuota;
import org.carillon.core.quotas.Quota;
import org.carillon.core.quotas.Quotas;
import org.carillon.core.routing.AccountDirectory;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteSipRuleRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.SipRuleTargetApplication;

/** Porting on the core's fixture. */
final class PortingFixture {

  /** The shortest file that counts as a PDF. */
  static final byte[] PDF = "%PDF-1.7\n%%EOF\n".getBytes(US_ASCII);

  /** Where documents are kept. */
  static final String DOCUMENTS = "the-documents";

  final CoreFixture core = new CoreFixture();
  final MemoryObjects objects = new MemoryObjects();
  final NumberRequests requests = new NumberRequests(core.items, core.account, core.clock);
  final RequestDocuments documents =
      new RequestDocuments(core.items, objects, core.sealer, requests, DOCUMENTS);
  final PortIns portIns = new PortIns(core.items, requests, core.numbers, core.orders);
  private final PortInInput input = new PortInInput(requests, core.numbers, core.pool, core.sealer);

  AccountDirectory directory() {
    return new AccountDirectory(core.numbers, core.rules, core.applications);
  }

  SipRuleTargetApplication target() {
    return CoreFixture.target(core.application("us-east-1"), 1);
  }

  void deleteRule(String id) {
    new DeleteSipRule(
            core.items, core.rules, core.applications, core.numbers, core.connectors, core.clock)
        .handle(DeleteSipRuleRequest.builder().sipRuleId(id).build(), core.caller);
  }

  Map<String, Object> portIn(Map<String, Object> request) {
    return member(
        new CreatePortInRequest(portIns, input).handle(new OperatorDocument(request), core.caller));
  }

  Map<String, Object> getPortIn(String id) {
    return member(
        new GetPortInRequest(portIns)
            .handle(new OperatorDocument(Map.of("RequestId", id)), core.caller));
  }

  Map<String, Object> updatePortIn(Map<String, Object> request) {
    return member(
        new UpdatePortInRequest(portIns, input, documents)
            .handle(new OperatorDocument(request), core.caller));
  }

  Map<String, Object> upload(String requestId, String type) {
    return member(
        new CreateDocumentUpload(documents)
            .handle(
                new OperatorDocument(
                    Map.of("RequestId", requestId, "Type", type, "FileName", "scan.pdf")),
                core.caller));
  }

  /** Puts a document under its link. */
  void receive(String token, byte[] content) {
    documents.receive(documents.open(token), content);
  }

  /** Announces and puts the letter of agency. */
  void letter(String requestId) {
    receive(token(upload(requestId, "LETTER_OF_AGENCY")), PDF);
  }

  /** Sets the quota of phone numbers. */
  void quota(int numbers) {
    new PutQuota(new Quotas(core.items, core.account))
        .handle(
            new OperatorDocument(Map.of("QuotaCode", Quota.PHONE_NUMBERS.code(), "Value", numbers)),
            core.caller);
  }

  /** How many places of that quota are taken, as it is stored. */
  long numbersCounted() {
    ItemKey count =
        new ItemKey("account/111122223333/quotas/counts", Quota.PHONE_NUMBERS.code() + "/");
    return core.items.get(count).map(item -> (Long) item.body().get("Value")).orElse(0L);
  }

  static String token(Map<String, Object> document) {
    return ((String) document.get("UploadPath")).substring(RequestDocuments.PATH.length());
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> member(OperatorDocument answer) {
    return (Map<String, Object>) answer.members().values().iterator().next();
  }
}
