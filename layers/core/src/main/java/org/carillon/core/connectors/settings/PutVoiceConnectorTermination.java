package org.carillon.core.connectors.settings;

import java.util.List;
import java.util.Optional;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.connectors.AddressPolicy;
import org.carillon.core.connectors.CidrBlock;
import org.carillon.core.connectors.Connector;
import org.carillon.core.connectors.ConnectorSetting;
import org.carillon.core.connectors.Connectors;
import org.carillon.core.numbers.E164;
import org.carillon.core.numbers.PhoneNumbers;
import org.carillon.core.quotas.Quota;
import org.carillon.core.quotas.Quotas;
import software.amazon.awssdk.services.chimesdkvoice.model.NetworkType;
import software.amazon.awssdk.services.chimesdkvoice.model.PutVoiceConnectorTerminationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.PutVoiceConnectorTerminationResponse;
import software.amazon.awssdk.services.chimesdkvoice.model.Termination;

/** PutVoiceConnectorTermination: who may call out, where to and how often (V2). */
public final class PutVoiceConnectorTermination
    implements Operation<
        PutVoiceConnectorTerminationRequest, PutVoiceConnectorTerminationResponse> {

  private static final int MAX_BLOCKS = 100;
  private static final int MAX_REGIONS = 300;

  private final Connectors connectors;
  private final PhoneNumbers numbers;
  private final Quotas quotas;
  private final AddressPolicy addresses;

  /** Over these connectors, numbers and quotas; allowed hosts keep to this policy. */
  public PutVoiceConnectorTermination(
      Connectors connectors, PhoneNumbers numbers, Quotas quotas, AddressPolicy addresses) {
    this.connectors = connectors;
    this.numbers = numbers;
    this.quotas = quotas;
    this.addresses = addresses;
  }

  @Override
  public PutVoiceConnectorTerminationResponse handle(
      PutVoiceConnectorTerminationRequest request, Caller caller) {
    Connector changed =
        connectors.change(
            request.voiceConnectorId(),
            connector ->
                connector.with(
                    ConnectorSetting.TERMINATION, checked(request.termination(), connector)));
    return PutVoiceConnectorTerminationResponse.builder()
        .termination(changed.require(ConnectorSetting.TERMINATION))
        .build();
  }

  private Termination checked(Termination asked, Connector connector) {
    checkRegions(asked.callingRegions());
    checkBlocks(asked.cidrAllowedList(), connector);
    return asked.toBuilder()
        .cpsLimit(cpsLimit(asked.cpsLimit()))
        .defaultPhoneNumber(callerId(asked.defaultPhoneNumber()).orElse(null))
        .disabled(Boolean.TRUE.equals(asked.disabled()))
        .build();
  }

  private static void checkRegions(List<String> regions) {
    if (regions.isEmpty() || regions.size() > MAX_REGIONS) {
      throw bad("CallingRegions: 1 to " + MAX_REGIONS + " country codes, such as US.");
    }
    for (int i = 0; i < regions.size(); i++) {
      if (!CountryCodes.isKnown(regions.get(i))) {
        throw bad("CallingRegions[" + i + "]: must be an ISO 3166-1 alpha-2 code, such as US.");
      }
    }
  }

  private void checkBlocks(List<String> blocks, Connector connector) {
    if (blocks.size() > MAX_BLOCKS) {
      throw bad("CidrAllowedList: at most " + MAX_BLOCKS + " blocks.");
    }
    boolean isIpv4Only = connector.voiceConnector().networkType() == NetworkType.IPV4_ONLY;
    for (int i = 0; i < blocks.size(); i++) {
      String at = "CidrAllowedList[" + i + "]: ";
      CidrBlock block =
          Optional.ofNullable(blocks.get(i))
              .flatMap(CidrBlock::of)
              .orElseThrow(
                  () ->
                      bad(
                          at
                              + "must be a block in CIDR notation, such as 198.18.4.0/27, with"
                              + " zeros after the prefix."));
      if (isIpv4Only && !block.isIpv4()) {
        throw bad(at + "the Voice Connector is IPV4_ONLY. IPv6 needs one of DUAL_STACK.");
      }
      addresses
          .problem(block)
          .ifPresent(
              problem -> {
                throw bad(at + problem + ".");
              });
    }
  }

  private int cpsLimit(Integer asked) {
    int limit = quotas.limit(Quota.CALLS_PER_SECOND);
    int wanted = asked == null ? 1 : asked;
    if (wanted > limit) {
      throw bad(
          "CpsLimit: at most "
              + limit
              + ", the quota "
              + Quota.CALLS_PER_SECOND.code()
              + ". An operator raises it with: scripts/carillon quotas set "
              + Quota.CALLS_PER_SECOND.code()
              + " NUMBER");
    }
    return wanted;
  }

  private Optional<String> callerId(String asked) {
    if (asked == null) {
      return Optional.empty();
    }
    return Optional.of(
        E164.of(asked)
            .flatMap(numbers::find)
            .filter(number -> number.deletionTimestamp() == null)
            .orElseThrow(
                () -> bad("DefaultPhoneNumber: must be a phone number of the account's inventory."))
            .e164PhoneNumber());
  }

  private static ApiException bad(String message) {
    return new ApiException(ErrorType.BAD_REQUEST, "Termination." + message);
  }
}
