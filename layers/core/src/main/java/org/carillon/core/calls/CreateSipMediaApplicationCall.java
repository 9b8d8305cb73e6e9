package org.carillon.core.calls;

import java.time.InstantSource;
import java.util.Optional;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Caller;
import org.carillon.core.Ids;
import org.carillon.core.Operation;
import org.carillon.core.applications.SipMediaApplications;
import org.carillon.core.numbers.E164;
import org.carillon.core.numbers.PhoneNumbers;
import org.carillon.core.quotas.Quota;
import org.carillon.core.quotas.Quotas;
import org.carillon.core.routing.AccountDirectory;
import org.carillon.core.routing.CallRates;
import org.carillon.core.routing.CustomSipHeaders;
import org.carillon.core.routing.RouteTarget;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateSipMediaApplicationCallRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateSipMediaApplicationCallResponse;

/**
 * CreateSipMediaApplicationCall (S5): a call out under an application. The request is checked and
 * answered; a media node places the call a moment later, and tells the application's function of
 * everything that becomes of it. Rate limited over all API processes.
 *
 * <p>The model declares no NotFound here, so an unknown application is a bad request.
 */
public final class CreateSipMediaApplicationCall
    implements Operation<
        CreateSipMediaApplicationCallRequest, CreateSipMediaApplicationCallResponse> {

  private static final String RATE = "api/CreateSipMediaApplicationCall";

  private final SipMediaApplications applications;
  private final PhoneNumbers numbers;
  private final CallCommands commands;
  private final CallRates rates;
  private final Quotas quotas;
  private final boolean dialSipUris;
  private final InstantSource clock;

  /**
   * @param applications the account's
   * @param numbers those that a call may come from
   * @param commands where media nodes take calls from
   * @param rates counts requests
   * @param quotas says how many a second there may be
   * @param dialSipUris from {@link CallRules#dialSipUris(java.util.Map)}
   */
  public CreateSipMediaApplicationCall(
      SipMediaApplications applications,
      PhoneNumbers numbers,
      CallCommands commands,
      CallRates rates,
      Quotas quotas,
      boolean dialSipUris,
      InstantSource clock) {
    this.applications = applications;
    this.numbers = numbers;
    this.commands = commands;
    this.rates = rates;
    this.quotas = quotas;
    this.dialSipUris = dialSipUris;
    this.clock = clock;
  }

  @Override
  public CreateSipMediaApplicationCallResponse handle(
      CreateSipMediaApplicationCallRequest request, Caller caller) {
    RouteTarget application =
        applications
            .find(request.sipMediaApplicationId())
            .flatMap(AccountDirectory::target)
            .orElseThrow(
                () -> bad("SipMediaApplicationId: the account has no such SIP media application."));
    String from =
        E164.of(request.fromPhoneNumber())
            .filter(this::isOwned)
            .orElseThrow(
                () ->
                    bad(
                        "FromPhoneNumber: not a number of this account. Its numbers are listed by"
                            + " ListPhoneNumbers."));
    String to = callee(request.toPhoneNumber());
    request
        .sipHeaders()
        .forEach(
            (name, value) -> {
              if (!CustomSipHeaders.allowed(name, value)) {
                throw bad(
                    "SipHeaders: names start with x- (not with a prefix of the service's own), or"
                        + " are User-to-User or Diversion; values have at most "
                        + CustomSipHeaders.MAX_VALUE_LENGTH
                        + " characters.");
              }
            });
    ApiRates.take(rates, RATE, quotas, Quota.SIP_MEDIA_APPLICATION_CALLS_PER_SECOND);
    String transactionId = Ids.guid();
    commands.place(
        new NewCall(
            transactionId,
            application,
            from,
            to,
            request.sipHeaders(),
            request.argumentsMap(),
            clock.instant()));
    return CreateSipMediaApplicationCallResponse.builder()
        .sipMediaApplicationCall(call -> call.transactionId(transactionId))
        .build();
  }

  private String callee(String to) {
    if (!to.startsWith("sip:") && !to.startsWith("sips:")) {
      return E164.of(to)
          .orElseThrow(
              () -> bad("ToPhoneNumber: not an E.164 number: + and the country code in front."));
    }
    if (!dialSipUris) {
      throw bad(
          "ToPhoneNumber: must be an E.164 number, as SIP URIs are not allowed here. The operator"
              + " allows them with "
              + CallRules.SIP_URIS
              + "=allowed.");
    }
    if (!CallRules.isSipUri(to)) {
      throw bad("ToPhoneNumber: not a SIP URI as sip:user@host.");
    }
    return to;
  }

  private boolean isOwned(String e164) {
    return Optional.of(e164)
        .flatMap(numbers::find)
        .filter(number -> number.deletionTimestamp() == null)
        .isPresent();
  }

  private static ApiException bad(String message) {
    return new ApiException(ErrorType.BAD_REQUEST, message);
  }
}
