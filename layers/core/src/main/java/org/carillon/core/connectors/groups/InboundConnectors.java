package org.carillon.core.connectors.groups;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.carillon.core.connectors.Connector;
import org.carillon.core.connectors.Connectors;
import org.carillon.core.numbers.PhoneNumbers;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumber;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberAssociation;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberAssociationName;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceConnectorItem;

/**
 * Which connectors take a call to a number (V3, V6, V7), for routing. All reads are by key: a
 * number that was just assigned is found. Safe for use by many threads.
 */
public final class InboundConnectors {

  private final PhoneNumbers numbers;
  private final Connectors connectors;
  private final ConnectorGroups groups;

  /** Over these numbers, connectors and groups. */
  public InboundConnectors(PhoneNumbers numbers, Connectors connectors, ConnectorGroups groups) {
    this.numbers = numbers;
    this.connectors = connectors;
    this.groups = groups;
  }

  /**
   * The connectors that take a call, the first to try first. A connector whose origination is off
   * is among them; {@link Connector#activeOrigination} tells.
   *
   * @param e164 the called number with plus sign and country code
   * @return one for a number of a connector, the group's by priority for a number of a group, none
   *     for a number that neither has
   */
  public List<Connector> forNumber(String e164) {
    return numbers
        .find(e164)
        .filter(number -> number.deletionTimestamp() == null)
        .map(this::connectorsOf)
        .orElse(List.of());
  }

  private List<Connector> connectorsOf(PhoneNumber number) {
    return number.associations().stream().flatMap(this::connectorsOf).toList();
  }

  private Stream<Connector> connectorsOf(PhoneNumberAssociation association) {
    if (association.name() == PhoneNumberAssociationName.VOICE_CONNECTOR_ID) {
      return connectors.find(association.value()).stream();
    }
    if (association.name() == PhoneNumberAssociationName.VOICE_CONNECTOR_GROUP_ID) {
      return ofGroup(association.value()).stream();
    }
    return Stream.empty();
  }

  /** A group's connectors, the first to try first; none of a group that is not there. */
  public List<Connector> ofGroup(String voiceConnectorGroupId) {
    return groups.find(voiceConnectorGroupId).stream()
        .flatMap(group -> group.voiceConnectorItems().stream())
        .sorted(Comparator.comparingInt(VoiceConnectorItem::priority))
        .map(item -> connectors.find(item.voiceConnectorId()))
        .flatMap(Optional::stream)
        .toList();
  }
}
