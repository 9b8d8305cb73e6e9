package org.carillon.functions.voiceapi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.carillon.contract.Api;
import org.carillon.contract.ApiOperation;
import org.carillon.contract.Contract;
import org.carillon.contract.Json;

/**
 * The models' shapes as plain maps, read from the files: nothing of the code that validates is
 * shared with the tests that try it.
 */
final class InputModels {

  private static final Path FOLDER =
      Path.of(
          System.getProperty("carillon.home", "../.."),
          "layers/contract/src/main/resources/org/carillon/contract");

  private final Map<Api, Map<String, Map<?, ?>>> shapes = new EnumMap<>(Api.class);
  private final List<ApiOperation> operations;

  InputModels() throws IOException {
    for (Api api : Api.values()) {
      Map<String, Map<?, ?>> all = new HashMap<>();
      try (Stream<Path> files = Files.list(FOLDER)) {
        for (Path file : files.filter(f -> isOf(api, f.getFileName().toString())).toList()) {
          ((Map<?, ?>) Json.readObject(Files.readAllBytes(file)).get("shapes"))
              .forEach((name, shape) -> all.put((String) name, (Map<?, ?>) shape));
        }
      }
      shapes.put(api, all);
    }
    Contract contract = Contract.load();
    List<ApiOperation> every = new ArrayList<>(contract.operations());
    every.addAll(contract.operatorOperations());
    operations = List.copyOf(every);
  }

  private static boolean isOf(Api api, String file) {
    return api == Api.OPERATOR
        ? file.startsWith("carillon-") && file.endsWith(".json")
        : file.equals(api.service() + ".json");
  }

  /** Every operation, ours too. */
  List<ApiOperation> operations() {
    return operations;
  }

  Map<?, ?> shape(Api api, String name) {
    Map<?, ?> shape = shapes.get(api).get(name);
    if (shape == null) {
      throw new AssertionError(api + " has no shape " + name);
    }
    return shape;
  }
}
