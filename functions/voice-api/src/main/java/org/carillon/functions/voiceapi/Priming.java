package org.carillon.functions.voiceapi;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.contract.Api;
import org.carillon.contract.ApiException;
import org.carillon.contract.ApiRequest;
import org.carillon.contract.Binding;
import org.carillon.contract.Contract;
import org.carillon.contract.ErrorType;
import org.carillon.contract.Route;
import org.carillon.core.Account;
import org.carillon.core.Ids;
import org.carillon.core.access.AccessKey;
import org.carillon.core.access.Principal;
import org.carillon.core.access.RequestSigner;
import org.carillon.core.access.Secret;
import org.carillon.core.access.SignatureVerifier;
import org.crac.Context;
import org.crac.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.chimesdkvoice.model.GetSipRuleResponse;

/**
 * What the API does once before a snapshot of its process is taken (Lambda SnapStart): it routes
 * and reads a request of each kind, writes an answer and an error, and checks a signature, so that
 * the classes, shapes and patterns these need are in the snapshot and not in a customer's first
 * wait.
 *
 * <p>No port is used: what the store holds may be another thing when the snapshot wakes up,
 * connections would not live so long, and nothing of it belongs in the audit. A priming that fails
 * costs time later and nothing else, so it does not stop the start.
 */
final class Priming implements Resource {

  private static final Logger LOG = LoggerFactory.getLogger(Priming.class);

  /** What the priming's own request is signed with; no real key has such an id. */
  static final String KEY_ID = "PRIMING";

  private static final String GUID = "00000000-0000-4000-8000-000000000000";
  private static final String HOST = "localhost";

  /** A request by its first line and body. */
  private record Sample(String method, String path, String query, String body) {}

  /** All methods, all places of members, all APIs. */
  private static final List<Sample> SAMPLES =
      List.of(
          new Sample("GET", "/phone-numbers", "max-results=1&status=Unassigned", ""),
          new Sample("GET", "/sip-rules/" + GUID, "", ""),
          new Sample("DELETE", "/sip-media-applications/" + GUID, "", ""),
          new Sample("POST", "/phone-numbers/%2B12065550100", "operation=restore", ""),
          new Sample(
              "POST",
              "/sip-rules",
              "",
              """
              {"Name":"a","TriggerType":"ToPhoneNumber","TriggerValue":"+12065550100",
              "TargetApplications":[{"SipMediaApplicationId":"a","Priority":1}]}
              """),
          new Sample(
              "PUT",
              "/voice-connectors/a/termination",
              "",
              """
              {"Termination":{"CpsLimit":1,"CallingRegions":["US"],"Disabled":false}}
              """),
          new Sample(
              "POST",
              "/tags",
              "operation=tag-resource",
              """
              {"ResourceARN":"arn:aws:chime:us-east-1:111122223333:meeting/a",
              "Tags":[{"Key":"a","Value":"b"}]}
              """),
          new Sample(
              "POST",
              "/meetings",
              "",
              """
              {"ClientRequestToken":"token","MediaRegion":"us-east-1","ExternalMeetingId":"id"}
              """),
          new Sample(
              "PUT", "/media-insights-pipeline-status/a", "", "{\"UpdateStatus\":\"Pause\"}"),
          new Sample("PUT", "/carillon/v1/quotas/VoiceConnectors", "", "{\"Value\":1}"));

  private final Account account;
  private final Contract contract;
  private final Binding binding;
  private final InstantSource clock;

  Priming(Account account, Contract contract, Binding binding, InstantSource clock) {
    this.account = account;
    this.contract = contract;
    this.binding = binding;
    this.clock = clock;
  }

  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) {
    try {
      LOG.info("Primed for a snapshot with {}.", run());
    } catch (RuntimeException | LinkageError failed) {
      LOG.warn(
          "Priming before the snapshot failed: first requests will take longer. Please report this"
              + " with the lines below.",
          failed);
    }
  }

  @Override
  public void afterRestore(Context<? extends Resource> context) {
    // nothing was opened that has to be opened again
  }

  /**
   * Does it; it may be done more than once.
   *
   * @return the operations whose requests were read
   */
  List<String> run() {
    List<String> bound = SAMPLES.stream().map(this::bind).toList();
    binding.writeResponse(
        contract.operation(Api.VOICE, "GetSipRule").orElseThrow(),
        GetSipRuleResponse.builder().sipRule(r -> r.name("a").disabled(true)).build());
    binding.writeError(new ApiException(ErrorType.NOT_FOUND, "No such rule."), Ids.guid());
    checkSignature();
    return bound;
  }

  private String bind(Sample sample) {
    ApiRequest request = request(sample, Map.of());
    Route route = binding.resolve(contract.route(request), request);
    binding.readRequest(route, request);
    return route.operation().api() + " " + route.operation().name();
  }

  /** With a key that only this one verifier knows, and that is forgotten with it. */
  private void checkSignature() {
    Sample sample = SAMPLES.getFirst();
    Secret secret = new Secret(Ids.guid());
    Map<String, String> headers = new HashMap<>();
    headers.put("host", HOST);
    headers.putAll(
        new RequestSigner(KEY_ID, secret, Optional.empty(), account.region(), clock)
            .headers(sample.method(), HOST, sample.path(), sample.query(), bytes(sample.body())));
    Principal principal = new Principal(account.id(), account.rootArn(), KEY_ID);
    AccessKey key =
        new AccessKey(KEY_ID, principal, secret, Optional.empty(), Optional.empty(), true);
    new SignatureVerifier(asked -> Optional.of(key), account, clock)
        .verify(request(sample, headers));
  }

  private static ApiRequest request(Sample sample, Map<String, String> headers) {
    Map<String, List<String>> all = new HashMap<>();
    headers.forEach((name, value) -> all.put(name, List.of(value)));
    return new ApiRequest(
        sample.method(), sample.path(), sample.query(), all, bytes(sample.body()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
