package org.carillon.functions.cdrwriter;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.carillon.contract.Json;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Account;
import org.carillon.core.Caller;
import org.carillon.core.PageToken;
import org.carillon.core.access.Principal;
import org.carillon.core.calls.NobodyCalled;
import org.carillon.core.numbers.PhoneNumbers;
import org.carillon.core.ports.FunctionInvoker;
import org.carillon.core.ports.Ports;
import org.carillon.core.records.CallRecords;
import org.carillon.core.records.Reputations;
import org.carillon.core.reputation.ListOutboundReputation;
import org.carillon.core.reputation.OutboundReputation;
import org.carillon.core.settings.Settings;
import org.carillon.core.settings.UpdateGlobalSettings;
import org.carillon.embedded.EmbeddedPorts;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdateGlobalSettingsRequest;

/** An account on embedded ports, with its records. */
final class RecordStore implements AutoCloseable {

  static final Account ACCOUNT = new Account("111122223333", "us-east-1");
  static final String BUCKET = "call-records";

  private final EmbeddedPorts embedded;
  final Ports ports;
  final BrokenObjects objects;
  final CallRecords records;

  RecordStore(Path directory) {
    this.embedded =
        EmbeddedPorts.open(
            directory, (arn, payload, timeout) -> new FunctionInvoker.Result.NotFound(""));
    this.ports = embedded.ports();
    this.objects = new BrokenObjects(ports.objects());
    this.records =
        new CallRecords(
            ACCOUNT,
            ports.items(),
            objects,
            ports.callFacts(),
            new Settings(ports.items(), ACCOUNT),
            new PhoneNumbers(ports.items(), ACCOUNT),
            Reputations.of(new OutboundReputation(ports.items(), ACCOUNT), NobodyCalled::saysEnd));
  }

  void setBucket(String bucket) {
    Caller caller =
        new Caller(ACCOUNT, new Principal(ACCOUNT.id(), ACCOUNT.rootArn(), "key"), "request");
    new UpdateGlobalSettings(new Settings(ports.items(), ACCOUNT))
        .handle(
            UpdateGlobalSettingsRequest.builder()
                .voiceConnector(settings -> settings.cdrBucket(bucket))
                .build(),
            caller);
  }

  List<String> connectorRecords(String bucket) {
    return objects.list(bucket, "Amazon-Chime-Voice-Connector-CDRs/json/", 1000);
  }

  List<String> applicationRecords(String bucket) {
    return objects.list(bucket, "Amazon-Chime-SMADRs/json/", 1000);
  }

  Map<String, Object> onlyConnectorRecord() {
    List<String> keys = connectorRecords(BUCKET);
    if (keys.size() != 1) {
      throw new AssertionError("expected one record: " + keys);
    }
    return Json.readObject(objects.get(BUCKET, keys.getFirst(), 65_536).orElseThrow().content());
  }

  /** The reputation of a day's caller ids as the API shows it. */
  Object reputation(String day) {
    Caller caller =
        new Caller(ACCOUNT, new Principal(ACCOUNT.id(), ACCOUNT.rootArn(), "key"), "request");
    return new ListOutboundReputation(
            new OutboundReputation(ports.items(), ACCOUNT),
            new PageToken(ports.sealer()),
            InstantSource.system())
        .handle(new OperatorDocument(Map.of("Date", day)), caller)
        .members()
        .get("CallerIds");
  }

  @Override
  public void close() {
    embedded.close();
  }
}
