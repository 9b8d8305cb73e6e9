package org.carillon.core.connectors.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.core.CoreFixture.refused;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.carillon.contract.ErrorType;
import org.carillon.core.CoreFixture;
import org.carillon.core.access.Secret;
import org.carillon.core.connectors.AddressPolicy;
import org.carillon.core.connectors.Connector;
import org.carillon.core.connectors.DeleteVoiceConnector;
import org.carillon.core.connectors.TerminationPings;
import org.carillon.core.quotas.Quotas;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.chimesdkvoice.model.Credential;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceConnectorRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceConnectorTerminationCredentialsRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceConnectorTerminationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceConnectorTerminationHealthRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceConnectorTerminationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ListVoiceConnectorTerminationCredentialsRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;
import software.amazon.awssdk.services.chimesdkvoice.model.PutVoiceConnectorTerminationCredentialsRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.PutVoiceConnectorTerminationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.Termination;
import software.amazon.awssdk.services.chimesdkvoice.model.TerminationHealth;

class TerminationTest {

  private static final String NUMBER = "+12065550100";

  private final CoreFixture core = new CoreFixture();
  private final TerminationCredentials credentials =
      new TerminationCredentials(core.items, core.connectors, core.sealer);
  private String connector;

  @BeforeEach
  void aConnectorAndANumber() {
    core.order(PhoneNumberProductType.VOICE_CONNECTOR, NUMBER);
    connector = core.connector();
  }

  @Test
  void whatIsPutIsThereAtOnceWithDefaultsFilledIn() {
    Termination put =
        put(
            t ->
                t.callingRegions("US", "CA", "XK")
                    .cidrAllowedList("50.35.78.96/31")
                    .defaultPhoneNumber("12065550100"));

    assertThat(put.cpsLimit()).isOne();
    assertThat(put.disabled()).isFalse();
    assertThat(put.defaultPhoneNumber()).isEqualTo(NUMBER);
    assertThat(get()).isEqualTo(put);
    assertThat(core.connectors.require(connector).activeTermination()).contains(put);
    assertThat(put(t -> t.disabled(true)).disabled()).isTrue();
    assertThat(core.connectors.require(connector).activeTermination()).isEmpty();
  }

  @Test
  void allowedHostsArePublicBlocksThatTheConnectorCanReach() {
    refusedTermination(
        "Termination.CidrAllowedList[1]: must hold publicly routable",
        t -> t.cidrAllowedList("8.8.8.8/32", "10.24.34.0/23"));
    refusedTermination("CidrAllowedList[0]: must be a block", t -> t.cidrAllowedList("8.8.8.8/24"));
    refusedTermination(
        "CidrAllowedList[0]: the Voice Connector is IPV4_ONLY",
        t -> t.cidrAllowedList("2600:1f18::/36"));
    refusedTermination(
        "CidrAllowedList: at most 100",
        t ->
            t.cidrAllowedList(
                IntStream.range(0, 101).mapToObj(i -> "8.8.8." + i + "/32").toList()));

    connector = core.connector(r -> r.networkType("DUAL_STACK")).voiceConnectorId();
    assertThat(put(t -> t.cidrAllowedList("2600:1f18::/36")).cidrAllowedList()).hasSize(1);
  }

  @Test
  void onOneMachinePrivateHostsAreGood() {
    PutVoiceConnectorTermination local = operation(AddressPolicy.ANY);
    assertThat(put(local, t -> t.cidrAllowedList("127.0.0.0/8", "10.0.0.0/8")).cidrAllowedList())
        .hasSize(2);
  }

  @Test
  void countriesRateAndCallerIdAreChecked() {
    refusedTermination("CallingRegions: 1 to", t -> t.callingRegions(List.of()));
    refusedTermination("CallingRegions[1]", t -> t.callingRegions("US", "ZZ"));
    refusedTermination("CallingRegions[0]", t -> t.callingRegions("us"));
    refusedTermination("CpsLimit: at most 100, the quota CallsPerSecond", t -> t.cpsLimit(101));
    refusedTermination("DefaultPhoneNumber", t -> t.defaultPhoneNumber("+12065550199"));
    assertThat(put(t -> t.cpsLimit(100)).cpsLimit()).isEqualTo(100);
  }

  @Test
  void withoutTerminationThereIsNothingToGet() {
    refused(ErrorType.NOT_FOUND, "PutVoiceConnectorTermination", this::get);
    put(t -> {});
    delete();
    refused(ErrorType.NOT_FOUND, "PutVoiceConnectorTermination", this::get);
    delete();
    connector = "nonsense";
    refused(ErrorType.NOT_FOUND, "VoiceConnectorId", this::get);
    refused(ErrorType.NOT_FOUND, "VoiceConnectorId", this::delete);
    refused(ErrorType.NOT_FOUND, "VoiceConnectorId", () -> put(t -> {}));
  }

  @Test
  void passwordsAreReadForDigestOnlyAndNamesAreListed() {
    put(t -> {});
    putCredentials("pbx", "first", "backup", "other");
    putCredentials("pbx", "second");

    assertThat(usernames()).containsExactly("backup", "pbx");
    assertThat(password("pbx")).isEqualTo("second");
    assertThat(password("backup")).isEqualTo("other");
    assertThat(credentials.password(connector, "nobody")).isEmpty();
    assertThat(credentials.password(core.connector(), "pbx")).isEmpty();
    assertThat(core.items.get(core.connectors.credentials(connector)).orElseThrow().body())
        .asString()
        .doesNotContain("second");

    deleteCredentials("pbx", "nobody");
    assertThat(usernames()).containsExactly("backup");
    assertThat(credentials.password(connector, "pbx")).isEmpty();
  }

  @Test
  void credentialsNeedTerminationAndGoWithIt() {
    refused(
        ErrorType.NOT_FOUND, "PutVoiceConnectorTermination", () -> putCredentials("pbx", "secret"));
    put(t -> {});
    putCredentials("pbx", "secret");

    delete();

    assertThat(usernames()).isEmpty();
    put(t -> {});
    assertThat(usernames()).isEmpty();
  }

  @Test
  void credentialsAreCheckedOneByOne() {
    put(t -> {});
    refused(ErrorType.BAD_REQUEST, "Credentials: 1 to 100", () -> putCredentials());
    refused(
        ErrorType.BAD_REQUEST,
        "Credentials[1].Username",
        () -> putCredentials("pbx", "good", "a:b", "good"));
    refused(ErrorType.BAD_REQUEST, "Credentials[0].Username", () -> putCredentials(null, "good"));
    refused(ErrorType.BAD_REQUEST, "Credentials[0].Password", () -> putCredentials("pbx", ""));
    refused(ErrorType.BAD_REQUEST, "Credentials[0].Password", () -> putCredentials("pbx", null));
    refused(ErrorType.BAD_REQUEST, "named twice", () -> putCredentials("pbx", "one", "pbx", "two"));
    assertThat(usernames()).isEmpty();
    refused(ErrorType.BAD_REQUEST, "Usernames", () -> deleteCredentials());

    putCredentials(
        IntStream.range(0, 100)
            .boxed()
            .flatMap(i -> List.of("user" + i, "good").stream())
            .toArray(String[]::new));
    refused(ErrorType.BAD_REQUEST, "at most 100 users", () -> putCredentials("another", "good"));
    putCredentials("user7", "changed");
    assertThat(password("user7")).isEqualTo("changed");
  }

  @Test
  void theLastOptionsPingIsShown() {
    refused(ErrorType.NOT_FOUND, "no SIP OPTIONS request came yet", this::health);
    Instant when = Instant.parse("2026-01-01T00:00:05Z");

    core.connectors.optionsReceived(connector, "198.51.100.7", when.minusSeconds(5));
    core.connectors.optionsReceived(connector, "198.51.100.7", when);

    assertThat(health())
        .isEqualTo(TerminationHealth.builder().source("198.51.100.7").timestamp(when).build());
  }

  @Test
  void nothingOfADeletedConnectorIsLeft() {
    int before = core.items.size();
    connector = core.connector();
    put(t -> {});
    putCredentials("pbx", "secret");
    core.connectors.optionsReceived(connector, "198.51.100.7", core.clock.instant());

    new DeleteVoiceConnector(core.connectors, core.assignments)
        .handle(
            DeleteVoiceConnectorRequest.builder().voiceConnectorId(connector).build(), core.caller);
    core.connectors.optionsReceived(connector, "198.51.100.7", core.clock.instant());

    assertThat(core.items.size()).isEqualTo(before);
    assertThat(credentials.password(connector, "pbx")).isEmpty();
  }

  private void refusedTermination(String words, Consumer<Termination.Builder> change) {
    refused(ErrorType.BAD_REQUEST, words, () -> put(change));
    assertThat(core.connectors.find(connector).flatMap(Connector::activeTermination)).isEmpty();
  }

  private PutVoiceConnectorTermination operation(AddressPolicy policy) {
    return new PutVoiceConnectorTermination(
        core.connectors, core.numbers, new Quotas(core.items, core.account), policy);
  }

  private Termination put(Consumer<Termination.Builder> change) {
    return put(operation(AddressPolicy.PUBLIC), change);
  }

  private Termination put(
      PutVoiceConnectorTermination operation, Consumer<Termination.Builder> change) {
    return operation
        .handle(
            PutVoiceConnectorTerminationRequest.builder()
                .voiceConnectorId(connector)
                .termination(
                    Termination.builder().callingRegions("US").applyMutation(change).build())
                .build(),
            core.caller)
        .termination();
  }

  private Termination get() {
    return new GetVoiceConnectorTermination(core.connectors)
        .handle(
            GetVoiceConnectorTerminationRequest.builder().voiceConnectorId(connector).build(),
            core.caller)
        .termination();
  }

  @Test
  void pingsOfAllowedHostsAreNotedOnceInTwentySeconds() throws Exception {
    put(t -> t.callingRegions("US").cidrAllowedList("50.35.78.96/31"));
    TerminationPings pings = new TerminationPings(core.connectors, core.clock);
    String host = core.connectors.require(connector).voiceConnector().outboundHostName();
    Instant first = core.clock.instant();

    assertThat(pings.pinged(host, InetAddress.getByName("203.0.113.9"))).isFalse();
    refused(ErrorType.NOT_FOUND, "no SIP OPTIONS request came yet", this::health);

    assertThat(pings.pinged(host, InetAddress.getByName("50.35.78.96"))).isTrue();
    core.pass(Duration.ofSeconds(19));
    assertThat(pings.pinged(host, InetAddress.getByName("50.35.78.97"))).isTrue();
    assertThat(health())
        .isEqualTo(TerminationHealth.builder().source("50.35.78.96").timestamp(first).build());

    core.pass(Duration.ofSeconds(1));
    pings.pinged(host, InetAddress.getByName("50.35.78.97"));
    assertThat(health().source()).isEqualTo("50.35.78.97");
  }

  private TerminationHealth health() {
    return new GetVoiceConnectorTerminationHealth(core.connectors)
        .handle(
            GetVoiceConnectorTerminationHealthRequest.builder().voiceConnectorId(connector).build(),
            core.caller)
        .terminationHealth();
  }

  private void delete() {
    new DeleteVoiceConnectorTermination(core.connectors, credentials)
        .handle(
            DeleteVoiceConnectorTerminationRequest.builder().voiceConnectorId(connector).build(),
            core.caller);
  }

  private String password(String username) {
    return credentials.password(connector, username).map(Secret::reveal).orElseThrow();
  }

  private List<String> usernames() {
    return new ListVoiceConnectorTerminationCredentials(core.connectors, credentials)
        .handle(
            ListVoiceConnectorTerminationCredentialsRequest.builder()
                .voiceConnectorId(connector)
                .build(),
            core.caller)
        .usernames();
  }

  /** User name, password, user name, password and so on. */
  private void putCredentials(String... namesAndPasswords) {
    List<Credential> list =
        IntStream.range(0, namesAndPasswords.length / 2)
            .mapToObj(
                i ->
                    Credential.builder()
                        .username(namesAndPasswords[2 * i])
                        .password(namesAndPasswords[2 * i + 1])
                        .build())
            .toList();
    new PutVoiceConnectorTerminationCredentials(credentials)
        .handle(
            PutVoiceConnectorTerminationCredentialsRequest.builder()
                .voiceConnectorId(connector)
                .credentials(list)
                .build(),
            core.caller);
  }

  private void deleteCredentials(String... usernames) {
    new DeleteVoiceConnectorTerminationCredentials(credentials)
        .handle(
            DeleteVoiceConnectorTerminationCredentialsRequest.builder()
                .voiceConnectorId(connector)
                .usernames(usernames)
                .build(),
            core.caller);
  }
}
