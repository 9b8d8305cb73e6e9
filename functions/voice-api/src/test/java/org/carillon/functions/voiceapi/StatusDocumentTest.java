package org.carillon.functions.voiceapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.carillon.contract.Api;
import org.carillon.contract.ApiOperation;
import org.carillon.contract.Contract;
import org.carillon.core.connectors.SipNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/status.md} says what the code says. */
class StatusDocumentTest {

  private static final Path DOCUMENT =
      Path.of(System.getProperty("carillon.home", "../.."), "docs", "status.md");

  @TempDir Path data;

  @Test
  void theDocumentIsTheTable() throws IOException {
    try (LocalApi local = new LocalApi(data)) {
      String text =
          StatusDocument.text(
              Contract.load(),
              new OperationTable(
                  LocalApi.ACCOUNT, local.ports(), SipNetwork.hosted(), InstantSource.system()));
      if (Boolean.getBoolean("carillon.status.write")) {
        Files.createDirectories(DOCUMENT.getParent());
        Files.writeString(DOCUMENT, text);
      }

      assertThat(DOCUMENT).as("missing; write it with: " + StatusDocument.COMMAND).exists();
      assertThat(Files.readString(DOCUMENT))
          .as("docs/status.md has drifted; write it again with: " + StatusDocument.COMMAND)
          .isEqualTo(text);
    }
  }

  @Test
  void everyEntryIsAnOperationOfTheModelWithItsOwnRequestShape() throws IOException {
    Contract contract = Contract.load();
    try (LocalApi local = new LocalApi(data)) {
      OperationTable table =
          new OperationTable(
              LocalApi.ACCOUNT, local.ports(), SipNetwork.hosted(), InstantSource.system());

      assertThat(table.entries())
          .isNotEmpty()
          .allSatisfy(
              entry -> {
                ApiOperation operation =
                    contract.operation(entry.api(), entry.name()).orElseThrow();
                assertThat(entry.requestType().getSimpleName())
                    .isEqualTo(
                        entry.api() == Api.OPERATOR
                            ? "OperatorDocument"
                            : operation.name() + "Request");
                if (entry.byDesign().isEmpty()) {
                  assertThat(entry.features()).matches("[A-Z]\\d+(, [A-Z]\\d+)*");
                }
              });
    }
  }
}
