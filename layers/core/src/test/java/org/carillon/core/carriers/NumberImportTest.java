package org.carillon.core.carriers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.carillon.core.CoreFixture.refused;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.carillon.contract.ErrorType;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.CoreFixture;
import org.carillon.core.MemoryObjects;
import org.carillon.core.numbers.DeletePhoneNumber;
import org.carillon.core.numbers.NumberLists;
import org.carillon.core.numbers.SearchAvailablePhoneNumbers;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.chimesdkvoice.model.DeletePhoneNumberRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberOrderStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;
import software.amazon.awssdk.services.chimesdkvoice.model.SearchAvailablePhoneNumbersRequest;

/** Number lists of carriers: import, dry run, report, restart, removal (N1, D6). */
class NumberImportTest {

  private static final String HEADER = "e164,country,type,state,city\n";

  private final CoreFixture core = new CoreFixture();
  private final MemoryObjects objects = new MemoryObjects();
  private final NumberJobs jobs = new NumberJobs(core.items, core.clock);
  private final Carriers carriers = new Carriers(core.items, core.sealer, core.account, core.clock);
  private final String north = carrier("north");

  @Test
  void aListIsPutOnOffer() {
    list(HEADER + row("+12535550100", "Tacoma") + row("+12535550101", "Tacoma"));

    Map<String, Object> job = run(start(north));

    assertThat(job)
        .containsEntry("Status", "SUCCEEDED")
        .containsEntry("PercentComplete", 100)
        .containsEntry("RowsRead", 2)
        .containsEntry("RowsAccepted", 2)
        .containsEntry("RowsRefused", 0)
        .doesNotContainKey("ReportPrefix");
    assertThat(found(r -> r.areaCode("253"))).containsExactly("+12535550100", "+12535550101");
    assertThat(found(r -> r.state("WA").city("tacoma"))).hasSize(2);
    assertThat(core.order(PhoneNumberProductType.VOICE_CONNECTOR, "+12535550100").status())
        .isEqualTo(PhoneNumberOrderStatus.SUCCESSFUL);
    assertThat(found(r -> r.areaCode("253"))).containsExactly("+12535550101");
  }

  @Test
  void aSpreadsheetsFileIsRead() {
    list(
        "\ufeffType,\"City\",E164,rate center,Country,State\r\n"
            + "Local,\"St. Louis, MO\",+13145550100,x,US,MO\r\n"
            + "\r\n"
            + "# a comment\r\n"
            + "Local,\"the \"\"city\"\"\",+13145550101,,US,MO");

    assertThat(run(start(north))).containsEntry("RowsAccepted", 2);
    assertThat(found(r -> r.state("MO").city("St. Louis, MO"))).containsExactly("+13145550100");
    assertThat(found(r -> r.state("MO").city("the \"city\""))).containsExactly("+13145550101");
  }

  @Test
  void refusedRowsAreReportedWithLineAndReason() {
    String south = carrier("south");
    list(HEADER + row("+12535550100", "Tacoma"));
    run(start(south));
    list(
        HEADER
            + row("+12535550100", "Tacoma")
            + row("12535550101", "Tacoma")
            + row("+12535550102", "Tacoma")
            + row("+12535550102", "Seattle")
            + "+12535550103,US,Local\n"
            + "+12535550104,US,Mobile,WA,Tacoma\n"
            + "+18005550199,US,Local,,\n"
            + "+442079460000,FR,Local,,Paris\n"
            + "+12535550105,US,Local,Washington,Tacoma\n"
            + "+12535550106,US,Local,WA,\"Tacoma\n"
            + "x".repeat(5000)
            + "\n");

    Map<String, Object> job = run(start(north));

    assertThat(job)
        .containsEntry("Status", "SUCCEEDED")
        .containsEntry("RowsRead", 11)
        .containsEntry("RowsAccepted", 1)
        .containsEntry("RowsRefused", 10)
        .containsEntry("ReportParts", 1);
    assertThat(report(job).lines())
        .containsExactly(
            "line,row,reason",
            "2,\"+12535550100\",\"another carrier has this number\"",
            "3,\"12535550101,US,Local,WA,Tacoma\",\"e164 is not a number like +12065550100\"",
            "5,\"+12535550102\",\"the number stands in line 4 already\"",
            "6,\"+12535550103,US,Local\",\"3 fields where the first line has 5\"",
            "7,\"+12535550104,US,Mobile,WA,Tacoma\",\"type is not Local or TollFree\"",
            "8,\"+18005550199,US,Local,,\",\"type does not fit the area code\"",
            "9,\"+442079460000,FR,Local,,Paris\","
                + "\"country does not fit the number, which is of GB\"",
            "10,\"+12535550105,US,Local,Washington,Tacoma\",\"state is not two capital letters\"",
            "11,\"+12535550106,US,Local,WA,\"\"Tacoma\",\"a quote that is not closed\"",
            "12,\"\",\"the line is longer than 4096 bytes\"");
  }

  @Test
  void aNumberThatComesTwiceIsRefusedHoweverFarApart() {
    // given 3,000 rows, and behind them four of numbers that were there, one with another city
    StringBuilder csv = new StringBuilder(HEADER);
    for (int i = 0; i < 3_000; i++) {
      csv.append(row("+1253%07d".formatted(2_000_000 + i), "Tacoma"));
    }
    String farApart =
        row("+12532000000", "Tacoma")
            + row("+12532000063", "Seattle")
            + row("+12532000064", "Tacoma")
            + row("+12532002999", "Tacoma")
            + row("+12532003000", "Tacoma");
    list(csv + farApart);

    for (int time = 0; time < 2; time++) { // the same when the numbers are in the pool already
      String job = start(north);
      // a slice is a thousand rows; the process dies in the second, and another one goes on
      core.items.failAfter(time == 0 ? 16 : 4); // rows as they are in the pool cost no write
      assertThatIllegalStateException().isThrownBy(() -> small().run(later()));
      core.items.failAfter(Integer.MAX_VALUE);
      small().run(later());

      assertThat(get(job))
          .containsEntry("Status", "SUCCEEDED")
          .containsEntry("RowsAccepted", 3_001)
          .containsEntry("RowsRefused", 4);
      assertThat(report(get(job)).lines())
          .containsExactly(
              "line,row,reason",
              "3002,\"+12532000000\",\"the number stands in an earlier line already\"",
              "3003,\"+12532000063\",\"the number stands in an earlier line already\"",
              "3004,\"+12532000064\",\"the number stands in an earlier line already\"",
              "3005,\"+12532002999\",\"the number stands in line 3001 already\"");
    }
    assertThat(core.pool.offered("+12532000063").orElseThrow().city()).isEqualTo("Tacoma");

    String dryRun = start(north, Map.of("DryRun", true));
    small().run(later());
    assertThat(get(dryRun)).containsEntry("RowsAccepted", 3_001).containsEntry("RowsRefused", 4);
  }

  @Test
  void numbersAreRememberedInBoundedMemory() {
    SeenNumbers seen = new SeenNumbers(20_000);
    Random random = new Random(1);
    Set<String> expected = new HashSet<>();
    for (int i = 0; i < 300_000; i++) {
      String number = "+1" + (2_000_000_000L + random.nextInt(1_000_000));
      assertThat(seen.add(number)).as(number).isEqualTo(!expected.add(number));
    }
    assertThat(seen.isFull()).isFalse();
    for (int i = 0; i < 20_000; i++) {
      seen.add("+44%09d00".formatted(i));
    }

    assertThat(seen.isFull()).isTrue();
    assertThat(seen.add("+4999900")).isFalse();
    assertThat(seen.add("+4999900")).as("a hundred too many is not remembered").isFalse();
    assertThat(seen.add(expected.iterator().next())).isTrue();
    assertThat(new SeenNumbers().add("+12")).isFalse();
  }

  @Test
  void aLineThatIsLongerThanASliceIsRefusedOnce() {
    list(HEADER + "x".repeat(100_000) + "\n" + row("+12535550100", "Tacoma"));
    String job = start(north);

    small().run(later());

    assertThat(get(job)).containsEntry("RowsAccepted", 1).containsEntry("RowsRefused", 1);
    assertThat(report(get(job))).contains("2,\"\",\"the line is longer than 4096 bytes\"");
  }

  @Test
  void aDryRunTellsTheSameAndChangesNothing() {
    list(HEADER + row("+12535550100", "Tacoma") + row("+12065550100", "Seattle") + "bad\n");

    Map<String, Object> job = run(start(north, Map.of("DryRun", true)));

    // +12065550100 is the simulated carrier's
    assertThat(job).containsEntry("RowsAccepted", 1).containsEntry("RowsRefused", 2);
    assertThat(report(job)).contains("3,\"+12065550100\",\"another carrier has this number\"");
    assertThat(found(r -> r.areaCode("253"))).isEmpty();
    assertThat(core.pool.hasNumbersOf(north)).isFalse();
  }

  @Test
  void aNumberThatWasPortedOutIsRefusedWithItsLineUnlessItIsAdmitted() {
    list(HEADER + row("+12535550100", "Tacoma") + row("+12535550101", "Tacoma"));
    run(start(north));
    core.items.write(
        new NumberLists(core.items)
            .portedOut("+12535550101", Instant.parse("2026-01-01T00:00:00Z")));

    Map<String, Object> job = run(start(north));
    assertThat(job)
        .containsEntry("RowsAccepted", 1)
        .containsEntry("RowsRefused", 1)
        .containsEntry("AdmitPortedOut", false);
    assertThat(report(job).lines())
        .containsExactly(
            "line,row,reason",
            "3,\"+12535550101\",\"was ported out at 2026-01-01T00:00:00Z; start the import with"
                + " AdmitPortedOut if it is back\"");
    assertThat(found(r -> r.areaCode("253"))).containsExactly("+12535550100");

    run(remove(north)); // a removal leaves the mark
    assertThat(run(start(north, Map.of("DryRun", true)))).containsEntry("RowsRefused", 1);
    assertThat(run(start(north, Map.of("AdmitPortedOut", true))))
        .containsEntry("RowsAccepted", 2)
        .containsEntry("RowsRefused", 0)
        .containsEntry("AdmitPortedOut", true);
    assertThat(found(r -> r.areaCode("253"))).containsExactly("+12535550100", "+12535550101");
  }

  @Test
  void aNewerListOfTheSameCarrierUpdatesAndLeavesOwnersAlone() {
    list(HEADER + row("+12535550100", "Tacoma") + row("+12535550101", "Tacoma"));
    run(start(north));
    core.order(PhoneNumberProductType.VOICE_CONNECTOR, "+12535550101");
    list(HEADER + row("+12535550100", "Seattle") + row("+12535550101", "Seattle"));

    assertThat(run(start(north))).containsEntry("RowsAccepted", 2);

    assertThat(found(r -> r.state("WA").city("Seattle").areaCode("253")))
        .containsExactly("+12535550100");
    assertThat(core.numbers.find("+12535550101")).isPresent();
  }

  @Test
  void aKilledImportGoesOnWhereItWasAndCountsEachRowOnce() {
    int rows = 3_000;
    StringBuilder spread = new StringBuilder(HEADER);
    for (int i = 0; i < rows; i++) {
      spread.append(row("+1253%07d".formatted(2_000_000 + i), "Tacoma"));
    }
    list(spread.toString());
    String job = start(north);

    core.items.failAfter(5); // dies inside the first slice of about a thousand rows
    assertThatIllegalStateException().isThrownBy(() -> small().run(later()));
    assertThat(get(job)).containsEntry("Status", "IN_PROGRESS").containsEntry("RowsRead", 0);
    core.items.failAfter(16); // dies inside the second
    assertThatIllegalStateException().isThrownBy(() -> small().run(later()));
    int read = (Integer) get(job).get("RowsRead");
    assertThat(read).isBetween(900, 1_100);
    assertThat((Integer) get(job).get("PercentComplete")).isBetween(25, 40);
    core.items.failAfter(Integer.MAX_VALUE);

    assertThat(run(job))
        .containsEntry("Status", "SUCCEEDED")
        .containsEntry("RowsRead", rows)
        .containsEntry("RowsAccepted", rows);
    assertThat(found(r -> r.areaCode("253").maxResults(500))).hasSize(500);
  }

  @Test
  void aLeaseKeepsOthersAwayUntilItsEnd() {
    list(HEADER + row("+12535550100", "Tacoma"));
    String job = start(north);
    core.items.failAfter(1); // the lease is taken, and no more
    assertThatIllegalStateException().isThrownBy(() -> runner(false).run(later()));
    core.items.failAfter(Integer.MAX_VALUE);

    assertThat(runner(false).run(later())).isFalse();
    assertThat(get(job)).containsEntry("Status", "IN_PROGRESS");
    core.pass(Duration.ofMinutes(2));
    assertThat(runner(false).run(later())).isTrue();
    assertThat(get(job)).containsEntry("Status", "SUCCEEDED");
  }

  @Test
  void aListThatCannotBeImportedFailsTheJobWithItsReason() {
    refused(ErrorType.BAD_REQUEST, "Key: the bucket has no such object", () -> start(north));
    for (String bad : List.of("", "e164,type\n", "+12535550100,US,Local,WA,Tacoma\n")) {
      list(bad.isEmpty() ? "\n" : bad);
      assertThat(run(start(north))).as(bad).containsEntry("Status", "FAILED");
    }
    list("a,b\n");
    assertThat((String) run(start(north)).get("StatusMessage")).contains("must name the columns");
    refused(
        ErrorType.BAD_REQUEST,
        "Key: a key has no part . or ..",
        () -> start(north, Map.of("Key", "../etc/passwd")));
  }

  @Test
  void aListThatChangesWhileItIsReadIsNotMixedWithTheOldOne() {
    StringBuilder csv = new StringBuilder(HEADER);
    for (int i = 0; i < 3_000; i++) {
      csv.append(row("+1253%07d".formatted(2_000_000 + i), "Tacoma"));
    }
    list(csv.toString());
    String job = start(north);
    core.items.failAfter(16);
    assertThatIllegalStateException().isThrownBy(() -> small().run(later()));
    core.items.failAfter(Integer.MAX_VALUE);
    list(HEADER + row("+12535550100", "Tacoma"));

    assertThat((String) run(job).get("StatusMessage")).contains("was changed while it was read");
  }

  @Test
  void aCarrierHasOneOpenJobAndStaysWhileItHasNumbers() {
    list(HEADER + row("+12535550100", "Tacoma") + row("+12535550101", "Tacoma"));
    String job = start(north);
    refused(ErrorType.CONFLICT, job, () -> start(north));
    refused(ErrorType.CONFLICT, job, () -> delete(north));
    run(job);
    refused(ErrorType.CONFLICT, "StartNumberRemoval", () -> delete(north));
    core.order(PhoneNumberProductType.VOICE_CONNECTOR, "+12535550101");

    Map<String, Object> removal = run(remove(north));
    assertThat(removal)
        .containsEntry("Status", "SUCCEEDED")
        .containsEntry("NumbersRemoved", 1)
        .containsEntry("NumbersKept", 1);
    assertThat(found(r -> r.areaCode("253"))).isEmpty();
    refused(ErrorType.CONFLICT, "StartNumberRemoval", () -> delete(north));

    // the account gives the number back, and the carrier can go
    new DeletePhoneNumber(core.numbers)
        .handle(
            DeletePhoneNumberRequest.builder().phoneNumberId("+12535550101").build(), core.caller);
    core.pass(Duration.ofDays(8));
    assertThat(core.numbers.find("+12535550101")).isEmpty();
    assertThat(run(remove(north))).containsEntry("NumbersRemoved", 1);
    delete(north);
    refused(ErrorType.NOT_FOUND, "CarrierId", () -> start(north));
  }

  @Test
  void aJobIsStopped() {
    list(HEADER + row("+12535550100", "Tacoma"));
    String job = start(north);

    assertThat(stop(job)).containsEntry("Status", "STOPPED");
    assertThat(runner(true).run(later())).isFalse();
    refused(ErrorType.CONFLICT, "ended already", () -> stop(job));

    String held = start(north);
    core.items.failAfter(1);
    assertThatIllegalStateException().isThrownBy(() -> runner(true).run(later()));
    core.items.failAfter(Integer.MAX_VALUE);
    assertThat(stop(held)).containsEntry("Status", "STOPPING");
    assertThat(run(held)).containsEntry("Status", "STOPPED");
    assertThat(found(r -> r.areaCode("253"))).isEmpty();
  }

  private static String row(String e164, String city) {
    return e164 + ",US,Local,WA," + city + "\n";
  }

  private void list(String csv) {
    objects.put("lists", "north.csv", csv.getBytes(UTF_8), "text/csv", Map.of());
  }

  private String report(Map<String, Object> job) {
    String key = job.get("ReportPrefix") + "00001.csv";
    return new String(
        objects.get((String) job.get("ReportBucket"), key, 1_000_000).orElseThrow().content(),
        UTF_8);
  }

  private Instant later() {
    return core.clock.instant().plusSeconds(60);
  }

  /** Slices of about a thousand rows. */
  private NumberJobRunner small() {
    return new NumberJobRunner(core.items, objects, jobs, true, 32_000);
  }

  private NumberJobRunner runner(boolean alone) {
    return new NumberJobRunner(core.items, objects, jobs, alone);
  }

  private Map<String, Object> run(String job) {
    assertThat(runner(true).run(later())).isTrue();
    return get(job);
  }

  private String start(String carrierId) {
    return start(carrierId, Map.of());
  }

  private String start(String carrierId, Map<String, Object> more) {
    Map<String, Object> request =
        new HashMap<>(Map.of("CarrierId", carrierId, "Bucket", "lists", "Key", "north.csv"));
    request.putAll(more);
    return (String)
        job(new StartNumberImport(carriers, jobs, objects)
                .handle(new OperatorDocument(request), core.caller))
            .get("JobId");
  }

  private String remove(String carrierId) {
    return (String)
        job(new StartNumberRemoval(carriers, jobs)
                .handle(new OperatorDocument(Map.of("CarrierId", carrierId)), core.caller))
            .get("JobId");
  }

  private Map<String, Object> get(String job) {
    return job(
        new GetNumberJob(jobs).handle(new OperatorDocument(Map.of("JobId", job)), core.caller));
  }

  private Map<String, Object> stop(String job) {
    return job(
        new StopNumberJob(jobs).handle(new OperatorDocument(Map.of("JobId", job)), core.caller));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> job(OperatorDocument answer) {
    return (Map<String, Object>) answer.members().get("NumberJob");
  }

  private void delete(String carrierId) {
    new DeleteCarrier(carriers, core.pool, jobs)
        .handle(new OperatorDocument(Map.of("CarrierId", carrierId)), core.caller);
  }

  private String carrier(String name) {
    Map<String, Object> trunk = Map.of("Name", "t", "Host", name + ".test");
    Map<?, ?> made =
        (Map<?, ?>)
            new CreateCarrier(carriers)
                .handle(
                    new OperatorDocument(
                        Map.of(
                            "Name",
                            name,
                            "Directions",
                            List.of("OUTBOUND"),
                            "Trunks",
                            List.of(trunk))),
                    core.caller)
                .members()
                .get("Carrier");
    return (String) made.get("CarrierId");
  }

  private List<String> found(Consumer<SearchAvailablePhoneNumbersRequest.Builder> question) {
    return new ArrayList<>(
        new SearchAvailablePhoneNumbers(core.listing, core.pool)
            .handle(
                SearchAvailablePhoneNumbersRequest.builder().applyMutation(question).build(),
                core.caller)
            .e164PhoneNumbers());
  }
}
