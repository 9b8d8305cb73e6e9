package org.carillon.core.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.carillon.core.CoreFixture.refused;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.carillon.contract.ErrorType;
import org.carillon.core.CoreFixture;
import org.carillon.core.connectors.groups.CreateVoiceConnectorGroup;
import org.carillon.core.connectors.groups.DeleteVoiceConnectorGroup;
import org.carillon.core.connectors.groups.InboundConnectors;
import org.carillon.core.connectors.groups.UpdateVoiceConnectorGroup;
import org.carillon.core.numbers.DeletePhoneNumber;
import org.carillon.core.numbers.UpdatePhoneNumber;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.chimesdkvoice.model.AssociatePhoneNumbersWithVoiceConnectorGroupRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.AssociatePhoneNumbersWithVoiceConnectorRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateVoiceConnectorGroupRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeletePhoneNumberRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceConnectorGroupRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceConnectorRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DisassociatePhoneNumbersFromVoiceConnectorGroupRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DisassociatePhoneNumbersFromVoiceConnectorRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ErrorCode;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumber;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberAssociation;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberAssociationName;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberError;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdatePhoneNumberRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdateVoiceConnectorGroupRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceConnectorItem;

class NumberAssignmentsTest {

  private static final String NUMBER = "+12065550100";
  private static final String OTHER = "+12065550101";
  private static final String DIAL_IN = "+12065550102";
  private static final String NOT_OURS = "+12065550109";

  private final CoreFixture core = new CoreFixture();
  private final InboundConnectors inbound =
      new InboundConnectors(core.numbers, core.connectors, core.groups);
  private String connector;
  private String another;
  private String group;

  @BeforeEach
  void numbersConnectorsAndAGroup() {
    core.order(PhoneNumberProductType.VOICE_CONNECTOR, NUMBER, OTHER);
    core.order(PhoneNumberProductType.SIP_MEDIA_APPLICATION_DIAL_IN, DIAL_IN);
    connector = core.connector();
    another = core.connector();
    group = group();
  }

  @Test
  void anAssignedNumberSaysWhoseItIs() {
    assertThat(associate(connector, false, NUMBER, OTHER)).isEmpty();

    assertThat(number(NUMBER).status()).isEqualTo(PhoneNumberStatus.ASSIGNED);
    PhoneNumberAssociation association = number(NUMBER).associations().getFirst();
    assertThat(association.name()).isEqualTo(PhoneNumberAssociationName.VOICE_CONNECTOR_ID);
    assertThat(association.value()).isEqualTo(connector);
    assertThat(association.associatedTimestamp()).isEqualTo(core.clock.instant());
    assertThat(core.assignments.numbersOf(NumberOwner.connector(connector), 10))
        .containsExactly(NUMBER, OTHER);
    assertThat(inbound.forNumber(NUMBER)).extracting(Connector::id).containsExactly(connector);

    assertThat(disassociate(connector, NUMBER)).isEmpty();
    assertThat(number(NUMBER).status()).isEqualTo(PhoneNumberStatus.UNASSIGNED);
    assertThat(number(NUMBER).associations()).isEmpty();
    assertThat(inbound.forNumber(NUMBER)).isEmpty();
  }

  @Test
  void eachNumberThatCannotBeAssignedIsNamedAndTheOthersAre() {
    new DeletePhoneNumber(core.numbers)
        .handle(DeletePhoneNumberRequest.builder().phoneNumberId(OTHER).build(), core.caller);

    List<PhoneNumberError> errors = associate(connector, false, NUMBER, OTHER, DIAL_IN, NOT_OURS);

    assertThat(errors)
        .extracting(PhoneNumberError::phoneNumberId, PhoneNumberError::errorCode)
        .containsExactly(
            tuple(OTHER, ErrorCode.PRECONDITION_FAILED),
            tuple(DIAL_IN, ErrorCode.BAD_REQUEST),
            tuple(NOT_OURS, ErrorCode.NOT_FOUND));
    assertThat(errors).extracting(PhoneNumberError::errorMessage).doesNotContainNull();
    assertThat(number(NUMBER).status()).isEqualTo(PhoneNumberStatus.ASSIGNED);
    assertThat(number(DIAL_IN).status()).isEqualTo(PhoneNumberStatus.UNASSIGNED);
  }

  @Test
  void anAssignedNumberMovesOnlyByForce() {
    associate(connector, false, NUMBER);
    assertThat(associate(connector, false, NUMBER)).as("asked again").isEmpty();

    assertThat(associate(another, false, NUMBER))
        .extracting(PhoneNumberError::errorCode)
        .containsExactly(ErrorCode.PHONE_NUMBER_ASSOCIATIONS_EXIST);
    assertThat(ownerOf(NUMBER)).isEqualTo(connector);

    assertThat(associate(another, true, NUMBER)).isEmpty();
    assertThat(ownerOf(NUMBER)).isEqualTo(another);
    assertThat(number(NUMBER).associations()).hasSize(1);
    assertThat(core.assignments.numbersOf(NumberOwner.connector(connector), 10)).isEmpty();

    assertThat(associateGroup(true, NUMBER)).isEmpty();
    assertThat(number(NUMBER).associations().getFirst().name())
        .isEqualTo(PhoneNumberAssociationName.VOICE_CONNECTOR_GROUP_ID);
    assertThat(associate(connector, false, NUMBER))
        .extracting(PhoneNumberError::errorCode)
        .containsExactly(ErrorCode.VOICE_CONNECTOR_GROUP_ASSOCIATIONS_EXIST);
  }

  @Test
  void onlyTheOwnerGivesANumberUp() {
    associate(connector, false, NUMBER);

    assertThat(disassociate(another, NUMBER, NOT_OURS))
        .extracting(PhoneNumberError::errorCode)
        .containsExactly(ErrorCode.NOT_FOUND, ErrorCode.NOT_FOUND);

    assertThat(ownerOf(NUMBER)).isEqualTo(connector);
  }

  @Test
  void aConnectorOrGroupWithNumbersIsNotDeleted() {
    associate(connector, false, NUMBER);
    associateGroup(false, OTHER);

    refused(ErrorType.CONFLICT, NUMBER, () -> deleteConnector(connector));
    refused(ErrorType.CONFLICT, OTHER, () -> deleteGroup());

    disassociate(connector, NUMBER);
    assertThat(
            new DisassociatePhoneNumbersFromVoiceConnectorGroup(core.assignments)
                .handle(
                    DisassociatePhoneNumbersFromVoiceConnectorGroupRequest.builder()
                        .voiceConnectorGroupId(group)
                        .e164PhoneNumbers(OTHER)
                        .build(),
                    core.caller)
                .phoneNumberErrors())
        .isEmpty();
    deleteConnector(connector);
    deleteGroup();
    assertThat(core.connectors.find(connector)).isEmpty();
    assertThat(core.groups.find(group)).isEmpty();
  }

  @Test
  void anAssignedNumberIsNotDeletedAndKeepsItsProductType() {
    associate(connector, false, NUMBER);

    refused(
        ErrorType.BAD_REQUEST,
        connector,
        () ->
            new DeletePhoneNumber(core.numbers)
                .handle(
                    DeletePhoneNumberRequest.builder().phoneNumberId(NUMBER).build(), core.caller));
    refused(
        ErrorType.CONFLICT,
        "ProductType",
        () ->
            new UpdatePhoneNumber(core.numbers)
                .handle(
                    UpdatePhoneNumberRequest.builder()
                        .phoneNumberId(NUMBER)
                        .productType(PhoneNumberProductType.SIP_MEDIA_APPLICATION_DIAL_IN)
                        .build(),
                    core.caller));
  }

  @Test
  void aNumberOfAGroupRingsAtItsConnectorsInOrder() {
    String first = core.connector();
    update(item(another, 2), item(first, 1));

    associateGroup(false, NUMBER);

    assertThat(inbound.forNumber(NUMBER)).extracting(Connector::id).containsExactly(first, another);
  }

  @Test
  void hundredsOfNumbersGoInOneRequest() {
    String[] many =
        IntStream.range(0, 40).mapToObj(i -> "+120655501%02d".formatted(i)).toArray(String[]::new);
    core.order(
        PhoneNumberProductType.VOICE_CONNECTOR,
        List.of(many).subList(3, 40).toArray(String[]::new));

    List<PhoneNumberError> errors = associate(connector, false, many);

    assertThat(errors).extracting(PhoneNumberError::phoneNumberId).containsExactly(DIAL_IN);
    assertThat(core.assignments.numbersOf(NumberOwner.connector(connector), 100)).hasSize(39);
  }

  @Test
  void badRequestsAreRefusedWhole() {
    refused(ErrorType.BAD_REQUEST, "E164PhoneNumbers", () -> associate(connector, false));
    refused(ErrorType.BAD_REQUEST, "E164PhoneNumbers", () -> disassociate(connector));
    List<String> tooMany = new ArrayList<>();
    IntStream.range(0, 501).forEach(i -> tooMany.add("+1206555" + (1000 + i)));
    refused(
        ErrorType.BAD_REQUEST,
        "500",
        () -> associate(connector, false, tooMany.toArray(String[]::new)));
    refused(ErrorType.NOT_FOUND, "VoiceConnectorId", () -> associate("nonsense", false, NUMBER));
    refused(ErrorType.NOT_FOUND, "VoiceConnectorId", () -> associate(group, false, NUMBER));
    refused(ErrorType.NOT_FOUND, "VoiceConnectorId", () -> disassociate(group, NUMBER));
  }

  private static VoiceConnectorItem item(String id, int priority) {
    return VoiceConnectorItem.builder().voiceConnectorId(id).priority(priority).build();
  }

  private String group() {
    return new CreateVoiceConnectorGroup(core.groups, core.clock)
        .handle(CreateVoiceConnectorGroupRequest.builder().name("group").build(), core.caller)
        .voiceConnectorGroup()
        .voiceConnectorGroupId();
  }

  private void update(VoiceConnectorItem... items) {
    new UpdateVoiceConnectorGroup(core.groups, core.clock)
        .handle(
            UpdateVoiceConnectorGroupRequest.builder()
                .voiceConnectorGroupId(group)
                .name("group")
                .voiceConnectorItems(items)
                .build(),
            core.caller);
  }

  private List<PhoneNumberError> associate(String id, boolean force, String... numbers) {
    return new AssociatePhoneNumbersWithVoiceConnector(core.assignments)
        .handle(
            AssociatePhoneNumbersWithVoiceConnectorRequest.builder()
                .voiceConnectorId(id)
                .e164PhoneNumbers(numbers)
                .forceAssociate(force)
                .build(),
            core.caller)
        .phoneNumberErrors();
  }

  private List<PhoneNumberError> associateGroup(boolean force, String... numbers) {
    return new AssociatePhoneNumbersWithVoiceConnectorGroup(core.assignments)
        .handle(
            AssociatePhoneNumbersWithVoiceConnectorGroupRequest.builder()
                .voiceConnectorGroupId(group)
                .e164PhoneNumbers(numbers)
                .forceAssociate(force)
                .build(),
            core.caller)
        .phoneNumberErrors();
  }

  private List<PhoneNumberError> disassociate(String id, String... numbers) {
    return new DisassociatePhoneNumbersFromVoiceConnector(core.assignments)
        .handle(
            DisassociatePhoneNumbersFromVoiceConnectorRequest.builder()
                .voiceConnectorId(id)
                .e164PhoneNumbers(numbers)
                .build(),
            core.caller)
        .phoneNumberErrors();
  }

  private void deleteConnector(String id) {
    new DeleteVoiceConnector(core.connectors, core.assignments)
        .handle(DeleteVoiceConnectorRequest.builder().voiceConnectorId(id).build(), core.caller);
  }

  private void deleteGroup() {
    new DeleteVoiceConnectorGroup(core.groups, core.assignments)
        .handle(
            DeleteVoiceConnectorGroupRequest.builder().voiceConnectorGroupId(group).build(),
            core.caller);
  }

  private PhoneNumber number(String e164) {
    return core.numbers.find(e164).orElseThrow();
  }

  private String ownerOf(String e164) {
    return number(e164).associations().getFirst().value();
  }
}
