package org.carillon.functions.voiceapi;

import java.util.List;
import java.util.Optional;
import org.carillon.contract.Api;
import org.carillon.contract.ApiOperation;
import org.carillon.contract.Contract;

/** Writes {@code docs/status.md} out of the contract and the operation table. */
final class StatusDocument {

  static final String COMMAND =
      "mvn -pl functions/voice-api -am test -Dtest=StatusDocumentTest -Dcarillon.status.write=true"
          + " -Dsurefire.failIfNoSpecifiedTests=false";

  private StatusDocument() {}

  static String text(Contract contract, OperationTable table) {
    StringBuilder text = new StringBuilder();
    text.append("# Status of the API\n\n");
    text.append("Made from the table of operations; do not edit. A test compares. To write it");
    text.append(" again:\n\n    ").append(COMMAND).append("\n\n");
    long built = contract.operations().stream().filter(o -> table.find(o).isPresent()).count();
    text.append("%d of %d operations are built.".formatted(built, contract.operations().size()));
    text.append(" The others answer 501 `NotImplementedException` with their name.\n");
    text.append("Every request must be signed. The root user's keys may do everything; policies");
    text.append(" (O3) are not built yet, so there are no other users.\n");
    for (Api api : Api.values()) {
      List<ApiOperation> operations =
          contract.operations().stream().filter(o -> o.api() == api).toList();
      text.append("\n## ").append(api.service()).append("\n\n");
      text.append("| Operation | Built | Feature |\n|---|---|---|\n");
      for (ApiOperation operation : operations) {
        Optional<OperationTable.Entry<?, ?>> entry = table.find(operation);
        text.append("| ").append(operation.name());
        text.append(entry.isPresent() ? " | yes | " : " | not yet | ");
        text.append(entry.map(OperationTable.Entry::features).orElse("")).append(" |\n");
      }
    }
    return text.toString().replace("|  |", "| |");
  }
}
