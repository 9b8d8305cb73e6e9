package org.carillon.functions.voiceapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.chimesdkvoice.ChimeSdkVoiceClient;
import software.amazon.awssdk.services.chimesdkvoice.model.Capability;
import software.amazon.awssdk.services.chimesdkvoice.model.Credential;
import software.amazon.awssdk.services.chimesdkvoice.model.NotFoundException;
import software.amazon.awssdk.services.chimesdkvoice.model.StreamingConfiguration;

/** Whatever is asked of a connector or a group that the account does not have: NotFound. */
class UnknownConnectorTest {

  private static final String ID = "abcdefghijklmnopqrstuv";
  private static final String SESSION = "01234567-89ab-cdef-0123-456789abcdef";

  private interface Call {
    void on(ChimeSdkVoiceClient client);
  }

  @TempDir Path data;

  @Test
  void everyOperationSaysNotFound() throws Exception {
    try (LocalApi local = new LocalApi(data);
        ChimeSdkVoiceClient client = local.client()) {
      assertThat(calls()).hasSizeGreaterThan(30);
      calls()
          .forEach(
              (name, call) ->
                  assertThatThrownBy(() -> call.on(client))
                      .as(name)
                      .isInstanceOf(NotFoundException.class));
    }
  }

  private static Map<String, Call> calls() {
    Map<String, Call> calls = new LinkedHashMap<>();
    connector(calls);
    termination(calls);
    settings(calls);
    proxy(calls);
    groups(calls);
    return calls;
  }

  private static void connector(Map<String, Call> calls) {
    calls.put("get", c -> c.getVoiceConnector(r -> r.voiceConnectorId(ID)));
    calls.put(
        "update",
        c ->
            c.updateVoiceConnector(r -> r.voiceConnectorId(ID).name("x").requireEncryption(false)));
    calls.put("delete", c -> c.deleteVoiceConnector(r -> r.voiceConnectorId(ID)));
    calls.put(
        "associate",
        c ->
            c.associatePhoneNumbersWithVoiceConnector(
                r -> r.voiceConnectorId(ID).e164PhoneNumbers("+12065550100")));
    calls.put(
        "disassociate",
        c ->
            c.disassociatePhoneNumbersFromVoiceConnector(
                r -> r.voiceConnectorId(ID).e164PhoneNumbers("+12065550100")));
  }

  private static void termination(Map<String, Call> calls) {
    calls.put("get termination", c -> c.getVoiceConnectorTermination(r -> r.voiceConnectorId(ID)));
    calls.put(
        "put termination",
        c ->
            c.putVoiceConnectorTermination(
                r -> r.voiceConnectorId(ID).termination(t -> t.callingRegions("US"))));
    calls.put(
        "delete termination", c -> c.deleteVoiceConnectorTermination(r -> r.voiceConnectorId(ID)));
    calls.put("health", c -> c.getVoiceConnectorTerminationHealth(r -> r.voiceConnectorId(ID)));
    calls.put(
        "list credentials",
        c -> c.listVoiceConnectorTerminationCredentials(r -> r.voiceConnectorId(ID)));
    calls.put(
        "put credentials",
        c ->
            c.putVoiceConnectorTerminationCredentials(
                r ->
                    r.voiceConnectorId(ID)
                        .credentials(
                            Credential.builder().username("pbx").password("secret").build())));
    calls.put(
        "delete credentials",
        c ->
            c.deleteVoiceConnectorTerminationCredentials(
                r -> r.voiceConnectorId(ID).usernames("pbx")));
  }

  private static void settings(Map<String, Call> calls) {
    calls.put("get origination", c -> c.getVoiceConnectorOrigination(r -> r.voiceConnectorId(ID)));
    calls.put(
        "put origination",
        c ->
            c.putVoiceConnectorOrigination(
                r -> r.voiceConnectorId(ID).origination(o -> o.disabled(true))));
    calls.put(
        "delete origination", c -> c.deleteVoiceConnectorOrigination(r -> r.voiceConnectorId(ID)));
    calls.put(
        "get emergency",
        c -> c.getVoiceConnectorEmergencyCallingConfiguration(r -> r.voiceConnectorId(ID)));
    calls.put(
        "put emergency",
        c ->
            c.putVoiceConnectorEmergencyCallingConfiguration(
                r -> r.voiceConnectorId(ID).emergencyCallingConfiguration(e -> {})));
    calls.put(
        "delete emergency",
        c -> c.deleteVoiceConnectorEmergencyCallingConfiguration(r -> r.voiceConnectorId(ID)));
    calls.put(
        "get streaming",
        c -> c.getVoiceConnectorStreamingConfiguration(r -> r.voiceConnectorId(ID)));
    StreamingConfiguration streaming =
        StreamingConfiguration.builder().dataRetentionInHours(0).disabled(true).build();
    calls.put(
        "put streaming",
        c ->
            c.putVoiceConnectorStreamingConfiguration(
                r -> r.voiceConnectorId(ID).streamingConfiguration(streaming)));
    calls.put(
        "delete streaming",
        c -> c.deleteVoiceConnectorStreamingConfiguration(r -> r.voiceConnectorId(ID)));
    calls.put(
        "get logging", c -> c.getVoiceConnectorLoggingConfiguration(r -> r.voiceConnectorId(ID)));
    calls.put(
        "put logging",
        c ->
            c.putVoiceConnectorLoggingConfiguration(
                r -> r.voiceConnectorId(ID).loggingConfiguration(l -> l.enableSIPLogs(true))));
    calls.put(
        "get systems",
        c -> c.getVoiceConnectorExternalSystemsConfiguration(r -> r.voiceConnectorId(ID)));
    calls.put(
        "put systems",
        c -> c.putVoiceConnectorExternalSystemsConfiguration(r -> r.voiceConnectorId(ID)));
    calls.put(
        "delete systems",
        c -> c.deleteVoiceConnectorExternalSystemsConfiguration(r -> r.voiceConnectorId(ID)));
  }

  private static void proxy(Map<String, Call> calls) {
    calls.put("get proxy", c -> c.getVoiceConnectorProxy(r -> r.voiceConnectorId(ID)));
    calls.put(
        "put proxy",
        c ->
            c.putVoiceConnectorProxy(
                r ->
                    r.voiceConnectorId(ID)
                        .defaultSessionExpiryMinutes(1)
                        .phoneNumberPoolCountries("US")));
    calls.put("delete proxy", c -> c.deleteVoiceConnectorProxy(r -> r.voiceConnectorId(ID)));
    calls.put(
        "create session",
        c ->
            c.createProxySession(
                r ->
                    r.voiceConnectorId(ID)
                        .participantPhoneNumbers("+12065550100", "+12065550101")
                        .capabilities(Capability.VOICE)));
    calls.put(
        "get session", c -> c.getProxySession(r -> r.voiceConnectorId(ID).proxySessionId(SESSION)));
    calls.put("list sessions", c -> c.listProxySessions(r -> r.voiceConnectorId(ID)));
    calls.put(
        "update session",
        c ->
            c.updateProxySession(
                r ->
                    r.voiceConnectorId(ID).proxySessionId(SESSION).capabilities(Capability.VOICE)));
    calls.put(
        "delete session",
        c -> c.deleteProxySession(r -> r.voiceConnectorId(ID).proxySessionId(SESSION)));
  }

  private static void groups(Map<String, Call> calls) {
    calls.put("get group", c -> c.getVoiceConnectorGroup(r -> r.voiceConnectorGroupId(ID)));
    calls.put(
        "update group",
        c ->
            c.updateVoiceConnectorGroup(
                r -> r.voiceConnectorGroupId(ID).name("x").voiceConnectorItems(List.of())));
    calls.put("delete group", c -> c.deleteVoiceConnectorGroup(r -> r.voiceConnectorGroupId(ID)));
    calls.put(
        "associate with group",
        c ->
            c.associatePhoneNumbersWithVoiceConnectorGroup(
                r -> r.voiceConnectorGroupId(ID).e164PhoneNumbers("+12065550100")));
    calls.put(
        "disassociate from group",
        c ->
            c.disassociatePhoneNumbersFromVoiceConnectorGroup(
                r -> r.voiceConnectorGroupId(ID).e164PhoneNumbers("+12065550100")));
  }
}
