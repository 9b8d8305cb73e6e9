package org.carillon.core.connectors.proxy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.connectors.Connector;
import org.carillon.core.connectors.ConnectorSetting;
import org.carillon.core.connectors.Connectors;
import org.carillon.core.connectors.settings.CountryCodes;
import org.carillon.core.numbers.E164;
import software.amazon.awssdk.services.chimesdkvoice.model.Proxy;
import software.amazon.awssdk.services.chimesdkvoice.model.PutVoiceConnectorProxyRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.PutVoiceConnectorProxyResponse;

/** PutVoiceConnectorProxy: how proxy sessions of a connector are made (V13). */
public final class PutVoiceConnectorProxy
    implements Operation<PutVoiceConnectorProxyRequest, PutVoiceConnectorProxyResponse> {

  private final Connectors connectors;

  /** Over these connectors. */
  public PutVoiceConnectorProxy(Connectors connectors) {
    this.connectors = connectors;
  }

  @Override
  public PutVoiceConnectorProxyResponse handle(
      PutVoiceConnectorProxyRequest request, Caller caller) {
    connectors.require(request.voiceConnectorId());
    ProxySessions.checkExpiry(request.defaultSessionExpiryMinutes(), "DefaultSessionExpiryMinutes");
    checkCountries(request.phoneNumberPoolCountries());
    Proxy proxy =
        Proxy.builder()
            .defaultSessionExpiryMinutes(request.defaultSessionExpiryMinutes())
            .disabled(Boolean.TRUE.equals(request.disabled()))
            .phoneNumberCountries(request.phoneNumberPoolCountries())
            .fallBackPhoneNumber(
                request.fallBackPhoneNumber() == null
                    ? null
                    : E164.of(request.fallBackPhoneNumber())
                        .orElseThrow(() -> bad("FallBackPhoneNumber: a number like +12065550100.")))
            .build();
    Connector changed =
        connectors.change(
            request.voiceConnectorId(), connector -> connector.with(ConnectorSetting.PROXY, proxy));
    return PutVoiceConnectorProxyResponse.builder()
        .proxy(changed.require(ConnectorSetting.PROXY))
        .build();
  }

  private static void checkCountries(List<String> countries) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < countries.size(); i++) {
      String at = "PhoneNumberPoolCountries[" + i + "]: ";
      if (!CountryCodes.isKnown(countries.get(i))) {
        throw bad(at + "must be an ISO 3166-1 alpha-2 code, such as US.");
      }
      if (!seen.add(countries.get(i))) {
        throw bad(at + "the country is named twice.");
      }
    }
  }

  private static ApiException bad(String message) {
    return new ApiException(ErrorType.BAD_REQUEST, message);
  }
}
