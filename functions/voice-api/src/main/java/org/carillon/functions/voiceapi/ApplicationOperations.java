package org.carillon.functions.voiceapi;

import org.carillon.contract.Api;
import org.carillon.contract.ErrorType;
import org.carillon.core.PageToken;
import org.carillon.core.applications.CreateSipMediaApplication;
import org.carillon.core.applications.CreateSipRule;
import org.carillon.core.applications.DeleteSipMediaApplication;
import org.carillon.core.applications.DeleteSipRule;
import org.carillon.core.applications.GetSipMediaApplication;
import org.carillon.core.applications.GetSipMediaApplicationLoggingConfiguration;
import org.carillon.core.applications.GetSipRule;
import org.carillon.core.applications.ListSipMediaApplications;
import org.carillon.core.applications.ListSipRules;
import org.carillon.core.applications.PutSipMediaApplicationLoggingConfiguration;
import org.carillon.core.applications.UpdateSipMediaApplication;
import org.carillon.core.applications.UpdateSipRule;
import org.carillon.core.calls.CallCommands;
import org.carillon.core.calls.CallRules;
import org.carillon.core.calls.CreateSipMediaApplicationCall;
import org.carillon.core.calls.UpdateSipMediaApplicationCall;
import org.carillon.core.quotas.Quotas;
import org.carillon.core.records.CallHistory;
import org.carillon.core.routing.CallRates;
import org.carillon.core.tags.ListTagsForResource;
import org.carillon.core.tags.TagResource;
import org.carillon.core.tags.Tags;
import org.carillon.core.tags.UntagResource;
import org.carillon.core.timeline.CallTimelines;
import org.carillon.core.timeline.GetCall;
import org.carillon.core.timeline.ListCalls;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateSipMediaApplicationCallRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateSipMediaApplicationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateSipRuleRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteSipMediaApplicationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteSipRuleRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetSipMediaApplicationAlexaSkillConfigurationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetSipMediaApplicationLoggingConfigurationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetSipMediaApplicationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetSipRuleRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ListSipMediaApplicationsRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ListSipRulesRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.PutSipMediaApplicationAlexaSkillConfigurationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.PutSipMediaApplicationLoggingConfigurationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.TagResourceRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.UntagResourceRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdateSipMediaApplicationCallRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdateSipMediaApplicationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdateSipRuleRequest;

/** SIP media applications and rules (S), and the tags of everything (V8). */
final class ApplicationOperations {

  private ApplicationOperations() {}

  static void add(OperationTable table, Domain domain) {
    add(table, domain, CallRules.dialSipUris(System.getenv()));
  }

  /** The same where calls may go to SIP URIs, or may not. */
  static void add(OperationTable table, Domain domain, boolean dialSipUris) {
    CallCommands commands = new CallCommands(domain.items(), domain.account(), domain.clock());
    CallRates rates = new CallRates(domain.items(), domain.account(), domain.clock());
    Quotas quotas = new Quotas(domain.items(), domain.account());
    CallHistory history = new CallHistory(domain.items(), domain.account());
    table.voice(
        "S1",
        CreateSipMediaApplicationRequest.class,
        new CreateSipMediaApplication(domain.applications(), domain.clock()));
    table.voice(
        "S1",
        GetSipMediaApplicationRequest.class,
        new GetSipMediaApplication(domain.applications()));
    table.voice(
        "S1",
        ListSipMediaApplicationsRequest.class,
        new ListSipMediaApplications(domain.listing(), domain.applications()));
    table.voice(
        "S1",
        UpdateSipMediaApplicationRequest.class,
        new UpdateSipMediaApplication(domain.applications(), domain.clock()));
    table.voice(
        "S1",
        DeleteSipMediaApplicationRequest.class,
        new DeleteSipMediaApplication(domain.applications()));
    table.voice(
        "S1",
        GetSipMediaApplicationLoggingConfigurationRequest.class,
        new GetSipMediaApplicationLoggingConfiguration(domain.applications()));
    table.voice(
        "S1",
        PutSipMediaApplicationLoggingConfigurationRequest.class,
        new PutSipMediaApplicationLoggingConfiguration(domain.applications()));
    table.voice(
        "S2",
        CreateSipRuleRequest.class,
        new CreateSipRule(
            domain.items(),
            domain.rules(),
            domain.applications(),
            domain.numbers(),
            domain.connectors(),
            domain.clock()));
    table.voice("S2", GetSipRuleRequest.class, new GetSipRule(domain.rules()));
    table.voice(
        "S2",
        ListSipRulesRequest.class,
        new ListSipRules(domain.listing(), domain.rules(), domain.applications()));
    table.voice(
        "S2",
        UpdateSipRuleRequest.class,
        new UpdateSipRule(domain.items(), domain.rules(), domain.applications(), domain.clock()));
    table.voice(
        "S2",
        DeleteSipRuleRequest.class,
        new DeleteSipRule(
            domain.items(),
            domain.rules(),
            domain.applications(),
            domain.numbers(),
            domain.connectors(),
            domain.clock()));
    String withdrawn = "Alexa calling was withdrawn from the service.";
    table.outside(
        Api.VOICE,
        GetSipMediaApplicationAlexaSkillConfigurationRequest.class,
        ErrorType.GONE,
        withdrawn);
    table.outside(
        Api.VOICE,
        PutSipMediaApplicationAlexaSkillConfigurationRequest.class,
        ErrorType.GONE,
        withdrawn);
    table.voice(
        "S5",
        CreateSipMediaApplicationCallRequest.class,
        new CreateSipMediaApplicationCall(
            domain.applications(),
            domain.numbers(),
            commands,
            rates,
            quotas,
            dialSipUris,
            domain.clock()));
    table.voice(
        "S5",
        UpdateSipMediaApplicationCallRequest.class,
        new UpdateSipMediaApplicationCall(history, commands, rates, quotas, domain.clock()));
    CallTimelines timelines = new CallTimelines(domain.items(), domain.account());
    table.operator(
        "S4",
        new ListCalls(timelines, history, new PageToken(domain.ports().sealer()), domain.clock()));
    table.operator("S4", new GetCall(timelines, history));
    Tags tags = new Tags(domain.items(), domain.account());
    table.voice("V8", ListTagsForResourceRequest.class, new ListTagsForResource(tags));
    table.voice("V8", TagResourceRequest.class, new TagResource(tags));
    table.voice("V8", UntagResourceRequest.class, new UntagResource(tags));
  }
}
