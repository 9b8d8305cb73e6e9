package org.carillon.functions.voiceapi;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.carillon.contract.Api;
import org.carillon.contract.ApiOperation;
import org.carillon.contract.ApiRequest;
import org.carillon.contract.ApiResponse;
import org.carillon.contract.Json;
import org.carillon.core.MemoryItems;
import org.carillon.core.access.AccessKey;
import org.carillon.core.access.AccessKeys;
import org.carillon.core.connectors.SipNetwork;
import org.carillon.core.numbers.NumberPool;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.Ports;
import org.carillon.embedded.EmbeddedPorts;

/**
 * The API in front of an account that has something of everything: what is built is used by hand
 * where order matters, then by requests made up from the model. Each try starts from this state.
 */
final class InputWorld implements AutoCloseable {

  private static final long SEED = 4680;
  private static final int ROUNDS = 12;

  final InputModels models = new InputModels();
  final OperationTable table;

  /** Values of what is there, by the member they were answered in. */
  final Map<String, List<String>> known = new TreeMap<>();

  private final EmbeddedPorts embedded;
  private final MemoryItems items = new MemoryItems();
  private final AccessKey key;
  private final VoiceApi api;
  private final Map<ItemKey, Item> start;

  InputWorld(Path data) throws IOException {
    embedded =
        EmbeddedPorts.open(
            data,
            (arn, payload, timeout) -> {
              throw new AssertionError("the API invoked " + arn);
            });
    Ports ports = embedded.ports().withItems(items);
    new NumberPool(items).load("simulated", NumberPool.simulatedList());
    key = new AccessKeys(items, ports.sealer(), InstantSource.system()).create(LocalApi.ACCOUNT);
    table =
        new OperationTable(LocalApi.ACCOUNT, ports, SipNetwork.hosted(), InstantSource.system());
    api = new VoiceApi(LocalApi.ACCOUNT, ports, SipNetwork.hosted(), InstantSource.system());
    settle();
    start = items.all();
  }

  /** The state of the store. */
  Map<ItemKey, Item> state() {
    return items.all();
  }

  /** Back to the state in which each try starts. */
  void reset() {
    items.restore(start);
  }

  AccessKey key() {
    return key;
  }

  ApiResponse answer(ApiRequest request) {
    return api.handle(request);
  }

  private void settle() {
    for (String number : List.of("+12065550100", "+12065550101", "+12065550102")) {
      voice(
          "CreatePhoneNumberOrder",
          Map.of("ProductType", "VoiceConnector", "E164PhoneNumbers", List.of(number)));
    }
    voice(
        "CreatePhoneNumberOrder",
        Map.of(
            "ProductType",
            "SipMediaApplicationDialIn",
            "E164PhoneNumbers",
            List.of("+12065550103", "+12065550104")));
    known
        .getOrDefault("PhoneNumberOrderId", List.of())
        .forEach(id -> voice("GetPhoneNumberOrder", Map.of("PhoneNumberOrderId", id)));
    for (int i = 0; i < 3; i++) {
      voice(
          "CreateSipMediaApplication",
          Map.of(
              "Name",
              "app " + i,
              "AwsRegion",
              "us-east-1",
              "Endpoints",
              List.of(
                  Map.of("LambdaArn", "arn:aws:lambda:us-east-1:111122223333:function:hello"))));
      voice("CreateVoiceConnector", Map.of("Name", "vc " + i, "RequireEncryption", false));
    }
    voice(
        "CreateSipRule",
        Map.of(
            "Name",
            "rule",
            "TriggerType",
            "ToPhoneNumber",
            "TriggerValue",
            "+12065550103",
            "TargetApplications",
            List.of(
                Map.of(
                    "SipMediaApplicationId",
                    known.get("SipMediaApplicationId").getFirst(),
                    "Priority",
                    1))));
    // then whatever the model says, which finds the new operations by itself
    Random random = new Random(SEED);
    List<ApiOperation> makers =
        models.operations().stream()
            .filter(
                it ->
                    it.name()
                        .matches("(Create|Put|Associate|Start|BatchCreate|Tag|Import|Attach).*"))
            .toList();
    for (int round = 0; round < ROUNDS; round++) {
      for (ApiOperation operation : makers) {
        learn(answer(new RandomInput(models, known, random).flawless(operation).signed(key)));
      }
    }
  }

  private void voice(String name, Map<String, Object> input) {
    models.operations().stream()
        .filter(it -> it.api() == Api.VOICE && it.name().equals(name))
        .forEach(it -> learn(answer(Attempt.of(models, it, input).signed(key))));
  }

  private void learn(ApiResponse response) {
    if (response.status() < 300 && response.body().length > 0) {
      learn("", Json.readObject(response.body()));
    }
  }

  private void learn(String name, Object value) {
    switch (value) {
      case Map<?, ?> map -> map.forEach((member, it) -> learn((String) member, it));
      case List<?> list -> {
        String singular = name.endsWith("s") ? name.substring(0, name.length() - 1) : name;
        list.forEach(it -> learn(singular, it));
      }
      case String text when !text.isEmpty() -> {
        List<String> values = known.computeIfAbsent(name, it -> new ArrayList<>());
        if (!values.contains(text) && values.size() < 12) {
          values.add(text);
        }
      }
      case null, default -> {}
    }
  }

  @Override
  public void close() {
    embedded.close();
  }
}
