package org.carillon.functions.voiceapi;

import org.carillon.core.connectors.AssociatePhoneNumbersWithVoiceConnector;
import org.carillon.core.connectors.AssociatePhoneNumbersWithVoiceConnectorGroup;
import org.carillon.core.connectors.Connectors;
import org.carillon.core.connectors.CreateVoiceConnector;
import org.carillon.core.connectors.DeleteVoiceConnector;
import org.carillon.core.connectors.DisassociatePhoneNumbersFromVoiceConnector;
import org.carillon.core.connectors.DisassociatePhoneNumbersFromVoiceConnectorGroup;
import org.carillon.core.connectors.GetVoiceConnector;
import org.carillon.core.connectors.ListAvailableVoiceConnectorRegions;
import org.carillon.core.connectors.ListVoiceConnectors;
import org.carillon.core.connectors.NumberAssignments;
import org.carillon.core.connectors.SessionNumbers;
import org.carillon.core.connectors.UpdateVoiceConnector;
import org.carillon.core.connectors.groups.ConnectorGroups;
import org.carillon.core.connectors.groups.CreateVoiceConnectorGroup;
import org.carillon.core.connectors.groups.DeleteVoiceConnectorGroup;
import org.carillon.core.connectors.groups.GetVoiceConnectorGroup;
import org.carillon.core.connectors.groups.ListVoiceConnectorGroups;
import org.carillon.core.connectors.groups.UpdateVoiceConnectorGroup;
import org.carillon.core.connectors.proxy.CreateProxySession;
import org.carillon.core.connectors.proxy.DeleteProxySession;
import org.carillon.core.connectors.proxy.DeleteVoiceConnectorProxy;
import org.carillon.core.connectors.proxy.GetProxySession;
import org.carillon.core.connectors.proxy.GetVoiceConnectorProxy;
import org.carillon.core.connectors.proxy.ListProxySessions;
import org.carillon.core.connectors.proxy.ProxySessions;
import org.carillon.core.connectors.proxy.PutVoiceConnectorProxy;
import org.carillon.core.connectors.proxy.UpdateProxySession;
import org.carillon.core.connectors.settings.DeleteVoiceConnectorEmergencyCallingConfiguration;
import org.carillon.core.connectors.settings.DeleteVoiceConnectorExternalSystemsConfiguration;
import org.carillon.core.connectors.settings.DeleteVoiceConnectorOrigination;
import org.carillon.core.connectors.settings.DeleteVoiceConnectorStreamingConfiguration;
import org.carillon.core.connectors.settings.DeleteVoiceConnectorTermination;
import org.carillon.core.connectors.settings.DeleteVoiceConnectorTerminationCredentials;
import org.carillon.core.connectors.settings.GetVoiceConnectorEmergencyCallingConfiguration;
import org.carillon.core.connectors.settings.GetVoiceConnectorExternalSystemsConfiguration;
import org.carillon.core.connectors.settings.GetVoiceConnectorLoggingConfiguration;
import org.carillon.core.connectors.settings.GetVoiceConnectorOrigination;
import org.carillon.core.connectors.settings.GetVoiceConnectorStreamingConfiguration;
import org.carillon.core.connectors.settings.GetVoiceConnectorTermination;
import org.carillon.core.connectors.settings.GetVoiceConnectorTerminationHealth;
import org.carillon.core.connectors.settings.ListVoiceConnectorTerminationCredentials;
import org.carillon.core.connectors.settings.PutVoiceConnectorEmergencyCallingConfiguration;
import org.carillon.core.connectors.settings.PutVoiceConnectorExternalSystemsConfiguration;
import org.carillon.core.connectors.settings.PutVoiceConnectorLoggingConfiguration;
import org.carillon.core.connectors.settings.PutVoiceConnectorOrigination;
import org.carillon.core.connectors.settings.PutVoiceConnectorStreamingConfiguration;
import org.carillon.core.connectors.settings.PutVoiceConnectorTermination;
import org.carillon.core.connectors.settings.PutVoiceConnectorTerminationCredentials;
import org.carillon.core.connectors.settings.TerminationCredentials;
import org.carillon.core.quotas.Quotas;
import software.amazon.awssdk.services.chimesdkvoice.model.AssociatePhoneNumbersWithVoiceConnectorGroupRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.AssociatePhoneNumbersWithVoiceConnectorRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateProxySessionRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateVoiceConnectorGroupRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateVoiceConnectorRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteProxySessionRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceConnectorEmergencyCallingConfigurationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceConnectorExternalSystemsConfigurationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceConnectorGroupRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceConnectorOriginationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceConnectorProxyRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceConnectorRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceConnectorStreamingConfigurationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceConnectorTerminationCredentialsRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceConnectorTerminationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DisassociatePhoneNumbersFromVoiceConnectorGroupRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DisassociatePhoneNumbersFromVoiceConnectorRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetProxySessionRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceConnectorEmergencyCallingConfigurationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceConnectorExternalSystemsConfigurationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceConnectorGroupRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceConnectorLoggingConfigurationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceConnectorOriginationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceConnectorProxyRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceConnectorRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceConnectorStreamingConfigurationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceConnectorTerminationHealthRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceConnectorTerminationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ListAvailableVoiceConnectorRegionsRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ListProxySessionsRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ListVoiceConnectorGroupsRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ListVoiceConnectorTerminationCredentialsRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ListVoiceConnectorsRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.PutVoiceConnectorEmergencyCallingConfigurationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.PutVoiceConnectorExternalSystemsConfigurationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.PutVoiceConnectorLoggingConfigurationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.PutVoiceConnectorOriginationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.PutVoiceConnectorProxyRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.PutVoiceConnectorStreamingConfigurationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.PutVoiceConnectorTerminationCredentialsRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.PutVoiceConnectorTerminationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdateProxySessionRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdateVoiceConnectorGroupRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdateVoiceConnectorRequest;

/** Voice Connectors and their groups (V), emergency calling (E2). */
final class ConnectorOperations {

  private ConnectorOperations() {}

  static void add(OperationTable table, Domain domain) {
    NumberAssignments assignments =
        new NumberAssignments(domain.items(), domain.account(), domain.numbers(), domain.clock());
    connectors(table, domain, assignments);
    groups(table, domain, assignments);
    termination(table, domain);
    settings(table, domain);
    proxy(table, domain, assignments);
  }

  private static void connectors(
      OperationTable table, Domain domain, NumberAssignments assignments) {
    Connectors connectors = domain.connectors();
    table.voice(
        "V1, V8",
        CreateVoiceConnectorRequest.class,
        new CreateVoiceConnector(connectors, domain.network(), domain.clock()));
    table.voice("V1", GetVoiceConnectorRequest.class, new GetVoiceConnector(connectors));
    table.voice(
        "V1",
        ListVoiceConnectorsRequest.class,
        new ListVoiceConnectors(domain.listing(), connectors));
    table.voice(
        "V1, V4",
        UpdateVoiceConnectorRequest.class,
        new UpdateVoiceConnector(connectors, domain.clock()));
    table.voice(
        "V1", DeleteVoiceConnectorRequest.class, new DeleteVoiceConnector(connectors, assignments));
    table.voice(
        "V14",
        ListAvailableVoiceConnectorRegionsRequest.class,
        new ListAvailableVoiceConnectorRegions());
    table.voice(
        "N7, V7",
        AssociatePhoneNumbersWithVoiceConnectorRequest.class,
        new AssociatePhoneNumbersWithVoiceConnector(assignments));
    table.voice(
        "N7, V7",
        DisassociatePhoneNumbersFromVoiceConnectorRequest.class,
        new DisassociatePhoneNumbersFromVoiceConnector(assignments));
  }

  private static void groups(OperationTable table, Domain domain, NumberAssignments assignments) {
    ConnectorGroups groups =
        new ConnectorGroups(domain.items(), domain.account(), domain.connectors());
    table.voice(
        "V6",
        CreateVoiceConnectorGroupRequest.class,
        new CreateVoiceConnectorGroup(groups, domain.clock()));
    table.voice("V6", GetVoiceConnectorGroupRequest.class, new GetVoiceConnectorGroup(groups));
    table.voice(
        "V6",
        ListVoiceConnectorGroupsRequest.class,
        new ListVoiceConnectorGroups(domain.listing(), groups));
    table.voice(
        "V6",
        UpdateVoiceConnectorGroupRequest.class,
        new UpdateVoiceConnectorGroup(groups, domain.clock()));
    table.voice(
        "V6",
        DeleteVoiceConnectorGroupRequest.class,
        new DeleteVoiceConnectorGroup(groups, assignments));
    table.voice(
        "N7, V6",
        AssociatePhoneNumbersWithVoiceConnectorGroupRequest.class,
        new AssociatePhoneNumbersWithVoiceConnectorGroup(assignments));
    table.voice(
        "N7, V6",
        DisassociatePhoneNumbersFromVoiceConnectorGroupRequest.class,
        new DisassociatePhoneNumbersFromVoiceConnectorGroup(assignments));
  }

  private static void termination(OperationTable table, Domain domain) {
    Connectors connectors = domain.connectors();
    TerminationCredentials credentials =
        new TerminationCredentials(domain.items(), connectors, domain.ports().sealer());
    table.voice(
        "V2",
        PutVoiceConnectorTerminationRequest.class,
        new PutVoiceConnectorTermination(
            connectors,
            domain.numbers(),
            new Quotas(domain.items(), domain.account()),
            domain.network().addresses()));
    table.voice(
        "V2",
        GetVoiceConnectorTerminationRequest.class,
        new GetVoiceConnectorTermination(connectors));
    table.voice(
        "V2",
        DeleteVoiceConnectorTerminationRequest.class,
        new DeleteVoiceConnectorTermination(connectors, credentials));
    table.voice(
        "V2, V14",
        GetVoiceConnectorTerminationHealthRequest.class,
        new GetVoiceConnectorTerminationHealth(connectors));
    table.voice(
        "V2",
        ListVoiceConnectorTerminationCredentialsRequest.class,
        new ListVoiceConnectorTerminationCredentials(connectors, credentials));
    table.voice(
        "V2",
        PutVoiceConnectorTerminationCredentialsRequest.class,
        new PutVoiceConnectorTerminationCredentials(credentials));
    table.voice(
        "V2",
        DeleteVoiceConnectorTerminationCredentialsRequest.class,
        new DeleteVoiceConnectorTerminationCredentials(credentials));
  }

  private static void settings(OperationTable table, Domain domain) {
    Connectors connectors = domain.connectors();
    table.voice(
        "V3",
        PutVoiceConnectorOriginationRequest.class,
        new PutVoiceConnectorOrigination(connectors, domain.network().addresses()));
    table.voice(
        "V3",
        GetVoiceConnectorOriginationRequest.class,
        new GetVoiceConnectorOrigination(connectors));
    table.voice(
        "V3",
        DeleteVoiceConnectorOriginationRequest.class,
        new DeleteVoiceConnectorOrigination(connectors));
    table.voice(
        "E2",
        PutVoiceConnectorEmergencyCallingConfigurationRequest.class,
        new PutVoiceConnectorEmergencyCallingConfiguration(connectors));
    table.voice(
        "E2",
        GetVoiceConnectorEmergencyCallingConfigurationRequest.class,
        new GetVoiceConnectorEmergencyCallingConfiguration(connectors));
    table.voice(
        "E2",
        DeleteVoiceConnectorEmergencyCallingConfigurationRequest.class,
        new DeleteVoiceConnectorEmergencyCallingConfiguration(connectors));
    table.voice(
        "V9",
        PutVoiceConnectorLoggingConfigurationRequest.class,
        new PutVoiceConnectorLoggingConfiguration(connectors));
    table.voice(
        "V9",
        GetVoiceConnectorLoggingConfigurationRequest.class,
        new GetVoiceConnectorLoggingConfiguration(connectors));
    table.voice(
        "V10, V12",
        PutVoiceConnectorStreamingConfigurationRequest.class,
        new PutVoiceConnectorStreamingConfiguration(connectors));
    table.voice(
        "V10, V12",
        GetVoiceConnectorStreamingConfigurationRequest.class,
        new GetVoiceConnectorStreamingConfiguration(connectors));
    table.voice(
        "V10, V12",
        DeleteVoiceConnectorStreamingConfigurationRequest.class,
        new DeleteVoiceConnectorStreamingConfiguration(connectors));
    table.voice(
        "V14",
        PutVoiceConnectorExternalSystemsConfigurationRequest.class,
        new PutVoiceConnectorExternalSystemsConfiguration(connectors));
    table.voice(
        "V14",
        GetVoiceConnectorExternalSystemsConfigurationRequest.class,
        new GetVoiceConnectorExternalSystemsConfiguration(connectors));
    table.voice(
        "V14",
        DeleteVoiceConnectorExternalSystemsConfigurationRequest.class,
        new DeleteVoiceConnectorExternalSystemsConfiguration(connectors));
  }

  private static void proxy(OperationTable table, Domain domain, NumberAssignments assignments) {
    Connectors connectors = domain.connectors();
    SessionNumbers numbers = new SessionNumbers(domain.items(), connectors, domain.clock());
    ProxySessions sessions = new ProxySessions(domain.items(), connectors, domain.clock());
    table.voice("V13", PutVoiceConnectorProxyRequest.class, new PutVoiceConnectorProxy(connectors));
    table.voice("V13", GetVoiceConnectorProxyRequest.class, new GetVoiceConnectorProxy(connectors));
    table.voice(
        "V13", DeleteVoiceConnectorProxyRequest.class, new DeleteVoiceConnectorProxy(connectors));
    table.voice(
        "V13",
        CreateProxySessionRequest.class,
        new CreateProxySession(domain.items(), connectors, assignments, numbers, sessions));
    table.voice("V13", GetProxySessionRequest.class, new GetProxySession(sessions));
    table.voice(
        "V13",
        ListProxySessionsRequest.class,
        new ListProxySessions(domain.listing(), connectors, sessions));
    table.voice("V13", UpdateProxySessionRequest.class, new UpdateProxySession(sessions));
    table.voice("V13", DeleteProxySessionRequest.class, new DeleteProxySession(sessions));
  }
}
