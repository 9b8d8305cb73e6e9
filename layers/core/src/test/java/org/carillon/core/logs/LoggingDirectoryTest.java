package org.carillon.core.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.carillon.core.CoreFixture;
import org.carillon.core.applications.PutSipMediaApplicationLoggingConfiguration;
import org.carillon.core.connectors.settings.PutVoiceConnectorLoggingConfiguration;
import org.carillon.core.metrics.MetricScope;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemPage;
import org.carillon.core.ports.ItemQuery;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import org.carillon.core.ports.PortUnavailableException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.chimesdkvoice.model.PutSipMediaApplicationLoggingConfigurationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.PutVoiceConnectorLoggingConfigurationRequest;

/** What is written down of a connector's calls. */
class LoggingDirectoryTest {

  private final CoreFixture core = new CoreFixture();
  private final String connector = core.connector(r -> r.awsRegion("us-west-2")).voiceConnectorId();
  private final LoggingDirectory directory =
      new LoggingDirectory(core.items, core.account, core.clock);

  private void put(boolean sip, boolean media) {
    var _ =
        new PutVoiceConnectorLoggingConfiguration(core.connectors)
            .handle(
                PutVoiceConnectorLoggingConfigurationRequest.builder()
                    .voiceConnectorId(connector)
                    .loggingConfiguration(l -> l.enableSIPLogs(sip).enableMediaMetricLogs(media))
                    .build(),
                core.caller);
  }

  private ConnectorLogging logging(boolean sip, boolean media) {
    return new ConnectorLogging(MetricScope.ofConnector(connector, "us-west-2"), sip, media);
  }

  @Test
  void nothingIsWrittenDownAtFirst() {
    assertThat(directory.of(connector)).isEqualTo(logging(false, false));
  }

  @Test
  void whatIsPutOnTakesEffectSoonAndWhatIsPutOffToo() {
    put(true, false);
    assertThat(directory.of(connector)).isEqualTo(logging(true, false));

    put(false, true);
    assertThat(directory.of(connector)).as("held for a moment").isEqualTo(logging(true, false));
    core.pass(LoggingDirectory.HELD.plus(Duration.ofMillis(1)));
    assertThat(directory.of(connector)).isEqualTo(logging(false, true));
  }

  @Test
  void anApplicationSaysWhetherItsMessagesAreLogged() {
    String application = core.application("us-east-1");
    assertThat(directory.ofApplication(application)).isFalse();

    var _ =
        new PutSipMediaApplicationLoggingConfiguration(core.applications)
            .handle(
                PutSipMediaApplicationLoggingConfigurationRequest.builder()
                    .sipMediaApplicationId(application)
                    .sipMediaApplicationLoggingConfiguration(
                        l -> l.enableSipMediaApplicationMessageLogs(true))
                    .build(),
                core.caller);

    core.pass(LoggingDirectory.HELD.plus(Duration.ofMillis(1)));
    assertThat(directory.ofApplication(application)).isTrue();
    assertThat(directory.ofApplication("00000000-0000-4000-8000-000000000000")).isFalse();
  }

  @Test
  void ofAConnectorThatIsNotThereNothingIsWrittenDown() {
    assertThat(directory.of("zzzzzzzzzzzzzzzzzzzzzz"))
        .isEqualTo(
            new ConnectorLogging(
                MetricScope.ofConnector("zzzzzzzzzzzzzzzzzzzzzz", "us-east-1"), false, false));
  }

  @Test
  void whenItCannotBeReadWhatWasKnownHolds() {
    put(true, true);
    var away =
        new LoggingDirectory(
            new Items() {
              private boolean once;

              @Override
              public Optional<Item> get(ItemKey key) {
                if (once) {
                  throw new PortUnavailableException("away", null);
                }
                once = true;
                return core.items.get(key);
              }

              @Override
              public ItemPage query(ItemQuery query) {
                return core.items.query(query);
              }

              @Override
              public void write(List<ItemWrite> writes) {
                core.items.write(writes);
              }
            },
            core.account,
            core.clock);
    assertThat(away.of(connector)).isEqualTo(logging(true, true));
    core.pass(Duration.ofMinutes(1));
    assertThat(away.of(connector)).isEqualTo(logging(true, true));
    assertThat(away.of("zzzzzzzzzzzzzzzzzzzzzz").sipMessages()).isFalse();
  }
}
