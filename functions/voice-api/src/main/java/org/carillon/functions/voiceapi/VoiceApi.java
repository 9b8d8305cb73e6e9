package org.carillon.functions.voiceapi;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.carillon.contract.Api;
import org.carillon.contract.ApiException;
import org.carillon.contract.ApiRequest;
import org.carillon.contract.ApiResponse;
import org.carillon.contract.Binding;
import org.carillon.contract.Contract;
import org.carillon.contract.ErrorType;
import org.carillon.contract.Route;
import org.carillon.core.Account;
import org.carillon.core.Caller;
import org.carillon.core.Ids;
import org.carillon.core.access.AccessKeys;
import org.carillon.core.access.Principal;
import org.carillon.core.access.SignatureVerifier;
import org.carillon.core.connectors.SipNetwork;
import org.carillon.core.porting.RequestDocuments;
import org.carillon.core.ports.PortUnavailableException;
import org.carillon.core.ports.Ports;
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
  private final OperationTable operations;
  private final RequestDocuments documents;

  /** The API of this account on these ports in this network, by this clock. */
  public VoiceApi(Account account, Ports ports, SipNetwork network, InstantSource clock) {
    this.account = account;
    this.contract = Contract.load();
    this.binding = new Binding(contract);
    AccessKeys keys = new AccessKeys(ports.items(), ports.sealer(), clock);
    this.verifier = new SignatureVerifier(keys, account, clock);
    this.operations = new OperationTable(account, ports, network, clock);
    this.documents = PortingOperations.documents(account, ports, clock);
  }

  /** Answers a request. Never throws for anything a client or the store does. */
  public ApiResponse handle(ApiRequest request) {
    long start = System.nanoTime();
    Call call = new Call(Ids.guid());
    ApiResponse response;
    try {
      response = answer(request, call);
    } catch (ApiException refused) {
      response = binding.writeError(call.api, refused, call.requestId);
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
    if (request.rawPath().startsWith(RequestDocuments.PATH)) {
      return upload(request, call);
    }
    checkSize(request);
    Optional<Route> known = Optional.empty();
    Optional<ApiException> unknown = Optional.empty();
    try {
      Route route = contract.route(request);
      call.api = route.operation().api();
      call.operation = route.operation().name();
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
    SdkPojo output = operation.handle(input, new Caller(account, principal, call.requestId));
    return binding.writeResponse(route.operation(), output);
  }

  /** The one path without a signature: who has a document's link may put the document. */
  private ApiResponse upload(ApiRequest request, Call call) {
    call.api = Api.OPERATOR;
    call.operation = "UploadDocument";
    if (!request.method().equals("PUT")) {
      throw new ApiException(
          ErrorType.BAD_REQUEST, "The link of a document takes the method PUT only.");
    }
    documents.receive(request.rawPath().substring(RequestDocuments.PATH.length()), request.body());
    return new ApiResponse(204, Map.of(), new byte[0]);
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
    return binding.writeError(call.api, new ApiException(type, message), call.requestId);
  }

  /** What is known of a request so far. Used by the one thread that answers it. */
  private static final class Call {
    private final String requestId;
    private Api api = Api.VOICE;
    private String operation = "-";
    private Optional<Principal> principal = Optional.empty();

    private Call(String requestId) {
      this.requestId = requestId;
    }
  }
}
