package org.carillon.functions.voiceapi;

import java.util.List;
import java.util.Optional;
import org.carillon.contract.Api;
import org.carillon.contract.ApiOperation;
import org.carillon.contract.Contract;
import org.carillon.core.calls.Actions;

/** Writes {@code docs/status.md} out of the contract and the operation table. */
final class StatusDocument {

  static final String COMMAND =
      "mvn -pl functions/voice-api -am test -Dtest=StatusDocumentTest -Dcarillon.status.write=true"
          + " -Dsurefire.failIfNoSpecifiedTests=false";

  private StatusDocument() {}

  static String text(Contract contract, OperationTable table) {
    StringBuilder text = new StringBuilder();
    text.append("# Status\n\n");
    text.append(
        "Made from the tables of operations and actions; do not edit. A test compares. To write"
            + " it");
    text.append(" again:\n\n    ").append(COMMAND).append("\n\n");
    List<OperationTable.Entry<?, ?>> entries =
        contract.operations().stream().flatMap(o -> table.find(o).stream()).toList();
    long outside = entries.stream().filter(entry -> entry.byDesign().isPresent()).count();
    text.append(
        "%d of %d operations are built, %d are answered by design with the error named in their row."
            .formatted(entries.size() - outside, contract.operations().size(), outside));
    text.append(" The others answer 501 `NotImplementedException` with their name.\n");
    text.append("Every request must be signed. The root user's keys may do everything; users may");
    text.append(" do what their policies allow (O3).\n");
    text.append(
        """

        Media insights pipelines, voice analytics tasks and meetings are administered in full, but no
        media node works on them yet: a pipeline is refused, a task finds no streamed call, and nothing
        answers at a meeting's addresses.
        """);
    for (Api api : Api.published()) {
      List<ApiOperation> operations =
          contract.operations().stream().filter(o -> o.api() == api).toList();
      text.append("\n## ").append(api.service()).append("\n\n");
      text.append("| Operation | Built | Feature |\n|---|---|---|\n");
      for (ApiOperation operation : operations) {
        Optional<OperationTable.Entry<?, ?>> entry = table.find(operation);
        text.append("| ").append(operation.name());
        text.append(" | ").append(entry.map(StatusDocument::built).orElse("not yet")).append(" | ");
        text.append(entry.map(OperationTable.Entry::features).orElse("")).append(" |\n");
      }
    }
    text.append("\n## Operator's API (`/carillon/v1/`)\n\n");
    text.append("Our own: what the hosted service has no API for. All of it is built.\n\n");
    text.append("| Operation | Request | Feature |\n|---|---|---|\n");
    for (ApiOperation operation : contract.operatorOperations()) {
      text.append("| ").append(operation.name()).append(" | `").append(operation.method());
      text.append(' ').append(operation.uri()).append("` | ");
      text.append(table.find(operation).map(OperationTable.Entry::features).orElse(""));
      text.append(" |\n");
    }
    text.append("\n## Actions of SIP media applications\n\n");
    text.append(
        "All actions of the contract are known (S4). What each does, and which test shows it,");
    text.append(" is in [compatibility.md](compatibility.md).\n\n");
    text.append("| Action |\n|---|\n");
    Actions.types().forEach(type -> text.append("| ").append(type).append(" |\n"));
    return text.toString().replace("|  |", "| |");
  }

  private static String built(OperationTable.Entry<?, ?> entry) {
    return entry.byDesign().map(reason -> "by design: " + reason).orElse("yes");
  }
}
