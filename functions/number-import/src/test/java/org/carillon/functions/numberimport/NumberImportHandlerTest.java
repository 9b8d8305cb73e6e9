package org.carillon.functions.numberimport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Account;
import org.carillon.core.Caller;
import org.carillon.core.access.Principal;
import org.carillon.core.carriers.Carriers;
import org.carillon.core.carriers.CreateCarrier;
import org.carillon.core.carriers.GetNumberJob;
import org.carillon.core.carriers.NumberJobs;
import org.carillon.core.carriers.StartNumberImport;
import org.carillon.core.ports.FunctionInvoker.Result;
import org.carillon.core.ports.Ports;
import org.carillon.embedded.EmbeddedPorts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A scheduled invocation works while it has time, and leaves the rest to the next. */
class NumberImportHandlerTest {

  private static final Account ACCOUNT = new Account("111122223333", "us-east-1");

  @TempDir Path data;

  @Test
  void anInvocationWithoutTimeLeavesTheJobToTheNext() {
    try (EmbeddedPorts embedded =
        EmbeddedPorts.open(data, (arn, payload, timeout) -> new Result.NotFound("none"))) {
      Ports ports = embedded.ports();
      String job = start(ports);
      NumberImportHandler handler = new NumberImportHandler(ACCOUNT, ports, InstantSource.system());

      assertThat(handler.handleRequest(Map.of(), remaining(15_000))).containsEntry("Worked", false);
      assertThat(status(ports, job)).isEqualTo("SUBMITTED");
      assertThat(handler.handleRequest(Map.of(), remaining(600_000))).containsEntry("Worked", true);
      assertThat(status(ports, job)).isEqualTo("SUCCEEDED");
      assertThat(handler.handleRequest(Map.of(), remaining(600_000)))
          .containsEntry("Worked", false);
    }
  }

  private static String start(Ports ports) {
    Carriers carriers =
        new Carriers(ports.items(), ports.sealer(), ACCOUNT, InstantSource.system());
    Map<?, ?> carrier =
        (Map<?, ?>)
            new CreateCarrier(carriers)
                .handle(
                    new OperatorDocument(
                        Map.of(
                            "Name",
                            "north",
                            "Directions",
                            List.of("OUTBOUND"),
                            "Trunks",
                            List.of(Map.of("Name", "t", "Host", "sip.north.example")))),
                    caller())
                .members()
                .get("Carrier");
    ports
        .objects()
        .put(
            "lists",
            "north.csv",
            "e164,country,type,state,city\n+12535550100,US,Local,WA,Tacoma\n".getBytes(UTF_8),
            "text/csv",
            Map.of());
    return job(
        new StartNumberImport(
                carriers, new NumberJobs(ports.items(), InstantSource.system()), ports.objects())
            .handle(
                new OperatorDocument(
                    Map.of(
                        "CarrierId",
                        carrier.get("CarrierId"),
                        "Bucket",
                        "lists",
                        "Key",
                        "north.csv")),
                caller()),
        "JobId");
  }

  private static String status(Ports ports, String job) {
    return job(
        new GetNumberJob(new NumberJobs(ports.items(), InstantSource.system()))
            .handle(new OperatorDocument(Map.of("JobId", job)), caller()),
        "Status");
  }

  private static String job(OperatorDocument answer, String member) {
    return (String) ((Map<?, ?>) answer.members().get("NumberJob")).get(member);
  }

  private static Caller caller() {
    return new Caller(ACCOUNT, new Principal(ACCOUNT.id(), ACCOUNT.rootArn(), "AKIA"), "request");
  }

  /** What Lambda tells a handler: the time it has left. */
  private static Context remaining(int millis) {
    return (Context)
        Proxy.newProxyInstance(
            Context.class.getClassLoader(),
            new Class<?>[] {Context.class},
            (proxy, method, arguments) -> {
              assertThat(method.getName()).isEqualTo("getRemainingTimeInMillis");
              return millis;
            });
  }
}
