package org.carillon.functions.voiceapi;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.carillon.contract.Api;
import org.carillon.contract.ApiException;
import org.carillon.contract.ApiRequest;
import org.carillon.contract.ApiResponse;
import org.carillon.contract.Binding;
import org.carillon.contract.Contract;
import org.carillon.contract.Documents;
import org.carillon.contract.ErrorType;
import org.carillon.contract.OperatorDocument;
import org.carillon.contract.Redaction;
import org.carillon.contract.Route;
import org.carillon.core.Account;
import org.carillon.core.Caller;
import org.carillon.core.Ids;
import org.carillon.core.access.AccessKeys;
import org.carillon.core.access.Authorization;
import org.carillon.core.access.ManagedPolicies;
import org.carillon.core.access.Principal;
import org.carillon.core.access.RequestedResources;
import org.carillon.core.access.RequestedResources.Resource;
import org.carillon.core.access.SignatureVerifier;
import org.carillon.core.access.Users;
import org.carillon.core.audit.ApiCall;
import org.carillon.core.audit.AuditRecords;
import org.carillon.core.audit.AuditSettings;
import org.carillon.core.audit.AuditTrail;
import org.carillon.core.audit.CallTrail;
import org.carillon.core.connectors.SipNetwork;
import org.carillon.core.events.EventOutbox;
import org.carillon.core.events.ResourceEvents;
import org.carillon.core.porting.RequestDocuments;
import org.carillon.core.ports.PortUnavailableException;
import org.carillon.core.ports.Ports;
import org.carillon.core.tags.Tags;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.SdkPojo;

/**
 * The API: a request in, an answer out, whatever edge it came by. Who asks is found out before
 * anything else is looked at, and a caller who may not ask learns nothing but that. Safe for use by
 * many threads; it blocks its caller while the store works.
 */
public final class VoiceApi {

  /** Longest path and query together that are looked at, in bytes. */
  public static final int MAX_TARGET_BYTES = 16 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(VoiceApi.class);

  private final Account account;
  private final Contract contract;
  private final Binding binding;
  private final SignatureVerifier verifier;
  private final Authorization authorization;
  private final RequestedResources resources;
  private final OperationTable operations;
  private final DocumentUpload upload;
  private final CallTrail trail;
  private final InstantSource clock;

  /**
   * The API of this account on these ports in this network, by this clock, with the audit and the
   * documents of one machine.
   */
  public VoiceApi(Account account, Ports ports, SipNetwork network, InstantSource clock) {
    this(
        account,
        ports,
        network,
        clock,
        Optional.of(AuditSettings.localBucket(account)),
        Optional.empty());
  }

  /**
   * The API of this account on these ports in this network, by this clock.
   *
   * @param auditBucket where the audit goes while nothing is set; without one it is off then
   * @param documentsBucket where documents of number requests are kept; without one in {@link
   *     RequestDocuments#defaultBucket}
   */
  public VoiceApi(
      Account account,
      Ports ports,
      SipNetwork network,
      InstantSource clock,
      Optional<String> auditBucket,
      Optional<String> documentsBucket) {
    this(
        account,
        ports,
        clock,
        new AuditSettings(ports.items(), account, auditBucket),
        documentsBucket.orElseGet(() -> RequestDocuments.defaultBucket(account)),
        audit -> new OperationTable(account, ports, network, clock, audit));
  }

  /** The API with another table of operations, made with the settings of the audit. */
  VoiceApi(
      Account account,
      Ports ports,
      InstantSource clock,
      AuditSettings audit,
      String documentsBucket,
      Function<AuditSettings, OperationTable> operations) {
    this.clock = clock;
    this.account = account;
    this.contract = Contract.load();
    this.binding = new Binding(contract);
    AccessKeys keys = new AccessKeys(ports.items(), ports.sealer(), clock);
    this.verifier = new SignatureVerifier(keys::find, account, clock);
    this.authorization =
        new Authorization(
            new Users(ports.items(), account, clock),
            new ManagedPolicies(ports.items(), account),
            clock);
    this.resources = new RequestedResources(account, new Tags(ports.items(), account));
    this.operations = operations.apply(audit);
    this.trail =
        new CallTrail(
            ports.items(),
            audit,
            new AuditRecords(account, new Redaction(contract)),
            new AuditTrail(ports.items(), ports.objects(), account, audit, clock),
            new ResourceEvents(account),
            new EventOutbox(ports.items(), ports.events(), account));
    this.upload =
        new DocumentUpload(PortingOperations.documents(account, ports, clock, documentsBucket));
  }

  /** What may be done before a snapshot of this process is taken. */
  Priming priming() {
    return new Priming(account, contract, binding, clock);
  }

  /** Answers a request. Never throws for anything a client or the store does. */
  public ApiResponse handle(ApiRequest request) {
    long start = System.nanoTime();
    Call call = new Call(Ids.guid(), clock.instant());
    ApiResponse response;
    try {
      response = answer(request, call);
    } catch (ApiException refused) {
      response = refuse(call, refused);
      LOG.debug("{} refused: {}", call.operation, refused.getMessage());
    } catch (PortUnavailableException away) {
      LOG.warn(
          "{} failed, request {}: {}", call.operation, call.requestId, away.getMessage(), away);
      response = failure(call, ErrorType.SERVICE_UNAVAILABLE, "A store is away. Try again later.");
    } catch (RuntimeException broken) {
      LOG.error(
          "{} failed, request {}. Please report this with the lines below.",
          call.operation,
          call.requestId,
          broken);
      response =
          failure(
              call,
              ErrorType.SERVICE_FAILURE,
              "Carillon failed. Its log says more under request id " + call.requestId + ".");
    }
    call.route.ifPresent(route -> trail.keep(call.answered(request, route)));
    LOG.info(
        "{} {} {} {} ms, request {}",
        call.operation,
        response.status(),
        call.principal.map(Principal::arn).orElse("-"),
        Duration.ofNanos(System.nanoTime() - start).toMillis(),
        call.requestId);
    return response.withHeader(ApiResponse.REQUEST_ID, call.requestId);
  }

  private ApiResponse answer(ApiRequest request, Call call) {
    if (DocumentUpload.isMeant(request)) {
      return upload(request, call);
    }
    checkSize(request);
    Optional<Route> known = Optional.empty();
    Optional<ApiException> unknown = Optional.empty();
    try {
      Route route = contract.route(request);
      call.api = route.operation().api();
      call.operation = route.operation().name();
      call.route = Optional.of(route);
      known = Optional.of(route);
    } catch (ApiException noSuchPath) {
      unknown = Optional.of(noSuchPath); // told after the signature was found good
    }
    Principal principal = verifier.verify(request);
    call.principal = Optional.of(principal);
    if (unknown.isPresent()) {
      throw unknown.get();
    }
    Route route = binding.resolve(known.orElseThrow(), request);
    call.api = route.operation().api();
    call.route = Optional.of(route);
    OperationTable.Entry<?, ?> operation =
        operations
            .find(route.operation())
            .orElseThrow(
                () ->
                    new ApiException(
                        ErrorType.NOT_IMPLEMENTED,
                        route.operation().name()
                            + " is part of the API, but this version of Carillon does not have it."
                            + " docs/status.md lists what it has."));
    SdkPojo input = binding.readRequest(route, request);
    Map<String, Object> members = members(input);
    call.input = Optional.of(members);
    List<Resource> asked = resources.of(route, members);
    call.arns = asked.stream().map(Resource::arn).toList();
    authorization.require(principal, route.operation(), asked, members, request);
    SdkPojo output = operation.handle(input, new Caller(account, principal, call.requestId));
    call.output = Optional.of(members(output));
    return binding.writeResponse(route.operation(), output);
  }

  private static Map<String, Object> members(SdkPojo shape) {
    return shape instanceof OperatorDocument plain ? plain.members() : Documents.toDocument(shape);
  }

  private ApiResponse upload(ApiRequest request, Call call) {
    call.api = Api.OPERATOR;
    call.operation = DocumentUpload.ROUTE.operation().name();
    call.route = Optional.of(DocumentUpload.ROUTE);
    RequestDocuments.Link link = upload.open(request);
    call.input = Optional.of(DocumentUpload.input(request, link));
    call.output = Optional.of(upload.receive(link, request));
    return new ApiResponse(DocumentUpload.ROUTE.operation().successStatus(), Map.of(), new byte[0]);
  }

  private static void checkSize(ApiRequest request) {
    if (request.body().length > Binding.MAX_BODY_BYTES) {
      throw new ApiException(
          ErrorType.BAD_REQUEST,
          "The body has more than " + Binding.MAX_BODY_BYTES + " bytes, the most that is read.");
    }
    int target =
        request.rawPath().getBytes(StandardCharsets.UTF_8).length
            + request.rawQuery().getBytes(StandardCharsets.UTF_8).length;
    if (target > MAX_TARGET_BYTES) {
      throw new ApiException(
          ErrorType.BAD_REQUEST,
          "Path and query have more than " + MAX_TARGET_BYTES + " bytes, the most that is read.");
    }
  }

  private ApiResponse failure(Call call, ErrorType type, String message) {
    return refuse(call, new ApiException(type, message));
  }

  private ApiResponse refuse(Call call, ApiException error) {
    call.error = Optional.of(error);
    call.output = Optional.empty();
    return binding.writeError(call.api, error, call.requestId);
  }

  /** What is known of a request so far. Used by the one thread that answers it. */
  private static final class Call {
    private final String requestId;
    private final Instant time;
    private Api api = Api.VOICE;
    private String operation = "-";
    private Optional<Principal> principal = Optional.empty();
    private Optional<Route> route = Optional.empty();
    private List<String> arns = List.of();
    private Optional<Map<String, Object>> input = Optional.empty();
    private Optional<Map<String, Object>> output = Optional.empty();
    private Optional<ApiException> error = Optional.empty();

    private Call(String requestId, Instant time) {
      this.requestId = requestId;
      this.time = time;
    }

    private ApiCall answered(ApiRequest request, Route route) {
      return new ApiCall(time, request, route, principal, arns, input, output, error, requestId);
    }
  }
}
