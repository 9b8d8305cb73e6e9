package org.carillon.media.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** Where a task listens, and what it tells peers (D1, O7). */
class TaskAddressesTest {

  private FakeEcs ecs;
  private Ec2Client ec2;

  @BeforeEach
  void open() throws Exception {
    ecs = new FakeEcs();
    ec2 =
        Ec2Client.builder()
            .endpointOverride(URI.create(ecs.uri("")))
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
  }

  @AfterEach
  void close() {
    ec2.close();
    ecs.close();
  }

  @Test
  void ecsTellsItsOwnAddressesAndEc2ThePublicOne() throws Exception {
    TaskAddresses found = find(TaskSettings.from(Settings.ENVIRONMENT));

    assertThat(found.bind())
        .containsExactly(
            InetAddress.ofLiteral("192.0.2.3"), InetAddress.ofLiteral("2001:db8:10b::af91"));
    assertThat(found.advertised()).contains(InetAddress.ofLiteral("203.0.113.7"));
    assertThat(ecs.questions())
        .singleElement()
        .asString()
        .contains("Action=DescribeNetworkInterfaces", "mac-address", "0a%3Ade%3Af6%3A10%3A51%3Ae5");
  }

  @Test
  void aSettingIsTakenInPlaceOfAsking() throws Exception {
    TaskAddresses found =
        find(TaskSettings.from(Settings.with("CARILLON_PUBLIC_ADDRESS", "198.51.100.9")));

    assertThat(found.advertised()).contains(InetAddress.ofLiteral("198.51.100.9"));
    assertThat(ecs.questions()).isEmpty();
  }

  @Test
  void withoutAPublicAddressItDoesNotStart() throws Exception {
    ecs.withoutPublicAddress();
    TaskSettings settings = TaskSettings.from(Settings.ENVIRONMENT);

    assertThatThrownBy(() -> find(settings))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("set CARILLON_PUBLIC_ADDRESS");
  }

  @Test
  void outsideOfEcsTheAddressesMustBeSaid() throws Exception {
    TaskSettings settings = TaskSettings.from(Settings.ENVIRONMENT);
    try (EcsAgent nobody = new EcsAgent(Map.of())) {
      assertThatThrownBy(() -> TaskAddresses.find(settings, nobody, ec2))
          .isInstanceOf(SettingsException.class)
          .hasMessageContaining("Set CARILLON_BIND");
    }
  }

  private TaskAddresses find(TaskSettings settings) throws Exception {
    try (EcsAgent agent = ecs.agent()) {
      return TaskAddresses.find(settings, agent, ec2);
    }
  }
}
