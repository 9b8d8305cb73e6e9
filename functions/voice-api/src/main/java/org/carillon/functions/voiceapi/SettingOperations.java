package org.carillon.functions.voiceapi;

import org.carillon.core.PageToken;
import org.carillon.core.metrics.GetMetricStatistics;
import org.carillon.core.quotas.DeleteQuota;
import org.carillon.core.quotas.ListQuotas;
import org.carillon.core.quotas.PutQuota;
import org.carillon.core.quotas.Quotas;
import org.carillon.core.reputation.GetOutboundRestriction;
import org.carillon.core.reputation.ListOutboundReputation;
import org.carillon.core.reputation.OutboundReputation;
import org.carillon.core.reputation.OutboundRestrictions;
import org.carillon.core.reputation.PutOutboundRestriction;
import org.carillon.core.settings.GetGlobalSettings;
import org.carillon.core.settings.GetPhoneNumberSettings;
import org.carillon.core.settings.UpdateGlobalSettings;
import org.carillon.core.settings.UpdatePhoneNumberSettings;
import software.amazon.awssdk.services.chimesdkvoice.model.GetGlobalSettingsRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetPhoneNumberSettingsRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdateGlobalSettingsRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdatePhoneNumberSettingsRequest;

/**
 * Settings of the whole account, and its quotas, whom its numbers may call and how they are seen
 * (N9, N11, N12, O1, O8); its metrics (O2).
 */
final class SettingOperations {

  private SettingOperations() {}

  static void add(OperationTable table, Domain domain) {
    table.voice(
        "N9", GetPhoneNumberSettingsRequest.class, new GetPhoneNumberSettings(domain.settings()));
    table.voice(
        "N9",
        UpdatePhoneNumberSettingsRequest.class,
        new UpdatePhoneNumberSettings(domain.settings(), domain.clock()));
    table.voice("O1", GetGlobalSettingsRequest.class, new GetGlobalSettings(domain.settings()));
    table.voice(
        "O1", UpdateGlobalSettingsRequest.class, new UpdateGlobalSettings(domain.settings()));
    Quotas quotas = new Quotas(domain.items(), domain.account());
    table.operator("O8", new ListQuotas(quotas));
    table.operator("O8", new PutQuota(quotas));
    table.operator("O8", new DeleteQuota(quotas));
    table.operator(
        "O2",
        new GetMetricStatistics(
            domain.ports().metrics(), domain.connectors(), domain.account(), domain.clock()));
    table.operator(
        "N12",
        new ListOutboundReputation(
            new OutboundReputation(domain.items(), domain.account()),
            new PageToken(domain.ports().sealer()),
            domain.clock()));
    OutboundRestrictions restrictions = new OutboundRestrictions(domain.items(), domain.account());
    table.operator("N11", new GetOutboundRestriction(restrictions));
    table.operator("N11", new PutOutboundRestriction(restrictions, domain.numbers()));
  }
}
