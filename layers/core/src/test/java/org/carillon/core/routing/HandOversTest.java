package org.carillon.core.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.carillon.core.routing.TrunkFixture.CALLEE;
import static org.carillon.core.routing.TrunkFixture.CARRIER;
import static org.carillon.core.routing.TrunkFixture.NEW_YORK;
import static org.carillon.core.routing.TrunkFixture.SEATTLE;
import static org.carillon.core.routing.TrunkFixture.SEATTLE_2;
import static org.carillon.core.routing.TrunkFixture.hosts;
import static org.carillon.core.routing.TrunkFixture.invite;
import static org.carillon.core.routing.TrunkFixture.refused;
import static org.carillon.core.routing.TrunkFixture.route;
import static org.carillon.core.routing.TrunkFixture.trunk;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.carillon.core.carriers.Transport;
import org.carillon.core.routing.RouteDecision.ToTrunk;
import org.carillon.core.routing.TrunkFixture.Invite;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls between the media nodes of two regions (V6). */
class HandOversTest {
  private static final String HERE = "us-east-1";
  private static final String THERE = "us-west-2";
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final String STRANGER = "198.51.100.7:5060";

  private final TrunkFixture account = new TrunkFixture();
  private String west;
  private String east;
  private HandOvers sender;
  private ToTrunk way;
  private TrunkTarget node;

  @BeforeEach
  void twoRegionsWithANumberInTheOther() {
    account.carrier(
        "in",
        1,
        Map.of("Directions", List.of("INBOUND"), "SourceAddresses", List.of("192.0.2.0/28")));
    west = account.core.connector(r -> r.awsRegion(THERE)).voiceConnectorId();
    east = account.core.connector(r -> r.awsRegion(HERE)).voiceConnectorId();
    account.assign(west, SEATTLE, SEATTLE_2);
    account.assign(east, NEW_YORK);
    account.originate(west, route("pbx.west", 1, 1), route("spare.west", 2, 1));
    account.originate(east, route("pbx.east", 1, 1));
    account.regions = regions("us-west-2=sip.west.example:5061;transport=tls");
    sender = account.handOvers(HERE);
    way = trunk(decideHere(SEATTLE));
    node = way.targets().getFirst();
  }

  private static RegionNodes regions(String nodes) {
    return RegionNodes.fromEnvironment(
        Map.of("CARILLON_REGION_NODES", nodes, "CARILLON_REGION_SECRET", SECRET));
  }

  private RouteDecision decideHere(String number) {
    return account
        .routing(UnknownSources.REFUSED)
        .decide(invite("192.0.2.1", number).from(CALLEE).at(CARRIER).facts());
  }

  /** The INVITE as the other region's node gets it. */
  private Invite handedOver() {
    Invite invite = invite("sip.west.example", way.to()).from(way.from()).at(STRANGER);
    sender.headers(invite("192.0.2.1", SEATTLE).facts(), way, node).forEach(invite::header);
    return invite;
  }

  private Routing there() {
    return account.routing(UnknownSources.REFUSED, THERE);
  }

  @Test
  void aConnectorsOwnRegionComesFirstAndItsHostsAfterIt() {
    assertThat(way.targets())
        .extracting(TrunkTarget::kind)
        .containsExactly(
            TrunkTarget.Kind.REGION_NODE,
            TrunkTarget.Kind.CONNECTOR_HOST,
            TrunkTarget.Kind.CONNECTOR_HOST);
    assertThat(node.host()).isEqualTo("sip.west.example");
    assertThat(node.port()).isEqualTo(5061);
    assertThat(node.transport()).isEqualTo("TLS");
    assertThat(node.secureMedia()).isTrue();
    assertThat(node.ownerId()).isEqualTo(west);
    assertThat(node.region()).contains(THERE);
    assertThat(way.voiceConnectorId()).isEqualTo(west);
    assertThat(hosts(decideHere(NEW_YORK))).as("of this region").containsExactly("pbx.east");
  }

  @Test
  void withoutTheSettingNothingIsHandedOver() {
    account.regions = RegionNodes.none();

    assertThat(hosts(decideHere(SEATTLE))).containsExactly("pbx.west", "spare.west");
    refused(there().decide(handedOver().facts()), RejectReason.UNKNOWN_SOURCE);
  }

  @Test
  void aHandedOverCallGoesToThatConnectorsHostsOnly() {
    InviteFacts facts = handedOver().facts();

    assertThat(there().isHandedOver(facts)).isTrue();
    ToTrunk taken = trunk(there().decide(facts));

    assertThat(hosts(taken)).containsExactly("pbx.west", "spare.west");
    assertThat(taken.voiceConnectorId()).isEqualTo(west);
    assertThat(taken.from()).isEqualTo(CALLEE);
    assertThat(taken.to()).isEqualTo(SEATTLE);
  }

  @Test
  void itIsNeverHandedOverAgain() {
    // the other node has the connector's region wrong and this one in its list
    account.regions = regions("us-west-2=sip.west.example:5061, us-east-1=sip.east.example:5061");
    InviteFacts facts = handedOver().facts();

    assertThat(trunk(account.routing(UnknownSources.REFUSED, THERE).decide(facts)).targets())
        .extracting(TrunkTarget::kind)
        .containsOnly(TrunkTarget.Kind.CONNECTOR_HOST);
  }

  @Test
  void aHiddenCallerStaysHiddenInTheOtherRegion() {
    way =
        trunk(
            account
                .routing(UnknownSources.REFUSED)
                .decide(invite("192.0.2.1", SEATTLE).from("anonymous").at(CARRIER).facts()));
    Invite invite = invite("sip.west.example", SEATTLE).from("anonymous").at(STRANGER);
    sender.headers(invite("192.0.2.1", SEATTLE).facts(), way, node).forEach(invite::header);

    assertThat(trunk(there().decide(invite.facts())).from()).isEmpty();
  }

  @Test
  void theSignedIdentityGoesAlongForTheOtherNodeToVerify() {
    InviteFacts came = invite("192.0.2.1", SEATTLE).header("Identity", "a.b.c;info=<x>").facts();

    assertThat(sender.headers(came, way, node)).containsEntry("Identity", "a.b.c;info=<x>");
  }

  @Test
  void aSecondUseIsAStrangers() {
    InviteFacts facts = handedOver().facts();
    trunk(there().decide(facts));

    refused(there().decide(facts), RejectReason.UNKNOWN_SOURCE);
    trunk(there().decide(handedOver().facts()));
  }

  @ParameterizedTest
  @CsvSource({"-11, false", "-10, true", "10, true", "11, false", "3600, false"})
  void itIsGoodForSeconds(int seconds, boolean good) {
    InviteFacts facts = handedOver().facts();
    account.core.pass(Duration.ofSeconds(seconds));

    assertThat(there().isHandedOver(facts)).isEqualTo(good);
    RouteDecision decision = there().decide(facts);
    if (good) {
      trunk(decision);
    } else {
      refused(decision, RejectReason.UNKNOWN_SOURCE);
    }
  }

  @Test
  void whatWasUsedIsForgottenOnlyWhenItIsTooOldToBeUsedAgain() {
    InviteFacts early = handedOver().facts();
    trunk(there().decide(early));
    for (int i = 0; i < 300; i++) { // every shard is written again
      account.core.pass(Duration.ofMillis(30));
      trunk(there().decide(handedOver().facts()));
    }

    assertThat(there().isHandedOver(early)).as("still of these seconds").isTrue();
    refused(there().decide(early), RejectReason.UNKNOWN_SOURCE);
  }

  @Test
  void anotherCallCannotUseIt() {
    String header = handedOver().facts().headers().get(HandOvers.HEADER);
    Invite otherNumber = invite("sip.west.example", SEATTLE_2).from(CALLEE).at(STRANGER);
    Invite otherCaller = invite("sip.west.example", SEATTLE).from("+19995550100").at(STRANGER);
    Invite fromCarrier = invite("sip.west.example", SEATTLE_2).from(CALLEE).at(CARRIER);

    for (Invite other : List.of(otherNumber, otherCaller, fromCarrier)) {
      InviteFacts facts = other.header(HandOvers.HEADER, header).facts();
      assertThat(there().isHandedOver(facts)).isFalse();
      refused(there().decide(facts), RejectReason.UNKNOWN_SOURCE);
    }
  }

  @Test
  void norAnotherConnectorNorAnotherRegion() {
    String header = handedOver().facts().headers().get(HandOvers.HEADER);
    Invite forged = invite("sip.west.example", SEATTLE).from(CALLEE).at(STRANGER);
    forged.header(HandOvers.HEADER, header.replace(west, east));
    refused(there().decide(forged.facts()), RejectReason.UNKNOWN_SOURCE);

    refused(
        account.routing(UnknownSources.REFUSED, "eu-west-2").decide(handedOver().facts()),
        RejectReason.UNKNOWN_SOURCE);
  }

  @Test
  void anotherSecretIsAStrangers() {
    InviteFacts facts = handedOver().facts();
    account.regions =
        RegionNodes.fromEnvironment(
            Map.of("CARILLON_REGION_SECRET", "another secret of thirty-two chars"));

    refused(there().decide(facts), RejectReason.UNKNOWN_SOURCE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "v=1",
        "v=2;connector=a;time=1;once=0123456789abcdef0123456789abcdef;code=00",
        "v=1;connector=../x;time=1;once=0123456789abcdef0123456789abcdef;code=00",
        "v=1;connector=a;time=999999999999999999999;once=0123456789abcdef0123456789abcdef;code=00"
      })
  void whatIsNoHandOverIsAStrangersAlsoFromACarrier(String value) {
    for (String source : List.of(STRANGER, CARRIER)) {
      Invite invite = invite("sip.west.example", SEATTLE).from(CALLEE).at(source);

      refused(
          there().decide(invite.header("carillon-hand-over", value).facts()),
          RejectReason.UNKNOWN_SOURCE);
    }
  }

  @Test
  void aCutCodeIsWrong() {
    assertBroken(header -> header.substring(0, header.length() - 1));
    assertBroken(
        header -> header.substring(0, header.length() - 1) + (header.endsWith("0") ? '1' : '0'));
  }

  private void assertBroken(UnaryOperator<String> change) {
    Invite invite = handedOver();
    String header = invite.facts().headers().get(HandOvers.HEADER);

    refused(
        there().decide(invite.header(HandOvers.HEADER, change.apply(header)).facts()),
        RejectReason.UNKNOWN_SOURCE);
  }

  @Test
  void aConnectorThatCannotGoOnThereIsLeftToTheOtherNode() {
    account.originate(west);

    assertThat(
            refused(there().decide(handedOver().facts()), RejectReason.HAND_OVER_FAILED)
                .sipStatus())
        .isEqualTo(503);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "us-west-2|x|is REGION=HOST",
        "us-west-2=|x|is REGION=HOST",
        "us-west-2=a b|x|is REGION=HOST",
        "us-west-2=h:70000|x|is REGION=HOST",
        "us-west-2=h;transport=sctp|x|is REGION=HOST",
        "us-west-2=h,us-west-2=i|x|each region once",
        "us-west-2=h||wants CARILLON_REGION_SECRET",
        "us-west-2=h|short|at least 32 characters"
      })
  void aWrongSettingSaysWhatIsRight(String nodes, String secret, String words) {
    assertThatThrownBy(
            () ->
                RegionNodes.fromEnvironment(
                    Map.of(
                        "CARILLON_REGION_NODES",
                        nodes,
                        "CARILLON_REGION_SECRET",
                        secret == null ? "" : secret.equals("x") ? SECRET : secret)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(words)
        .hasMessageNotContaining("short");
  }

  @Test
  void nodesAreNamedByAddressToo() {
    assertThat(regions("us-west-2=[2001:db8::1]:5060;transport=UDP,eu-west-2=h").nodes())
        .containsEntry(THERE, new RegionNodes.Node("[2001:db8::1]", 5060, Transport.UDP))
        .containsEntry("eu-west-2", new RegionNodes.Node("h", 0, Transport.TLS));
    assertThat(regions("us-west-2=h").toString()).doesNotContain(SECRET);
  }
}
