package org.carillon.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.services.chimesdkvoice.ChimeSdkVoiceClient;
import software.amazon.awssdk.services.chimesdkvoice.model.ListPhoneNumbersResponse;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberOrderStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;
import software.amazon.awssdk.services.chimesdkvoice.model.SearchAvailablePhoneNumbersRequest;

/**
 * A large pool of numbers over the API: import of a list, searches in the small pool before and in
 * the large one after it, orders of 500, a long inventory by pages. Searches, orders and lists go
 * through the AWS SDK, signing and unmarshalling included.
 *
 * <p>Arguments: a scratch folder, rows of the list, numbers of the inventory.
 */
final class NumberPoolBench {
  private static final int WARM_UP = 300;
  private static final int SEARCHES = 2_000;
  private static final int ORDER = 500;
  private static final long POLL_NANOS = 200_000_000;

  /** How long a list is at each end that is shown for itself: its pages cost the same. */
  private static final int PAGES_OF_AN_END = 100;

  /** Questions that the numbers answer which come with Carillon. */
  private static final Map<String, Question> SIMULATED = new LinkedHashMap<>();

  static {
    SIMULATED.put("area code", r -> r.areaCode("206"));
    SIMULATED.put("state and city", r -> r.state("WA").city("Seattle"));
    SIMULATED.put("toll-free prefix", r -> r.tollFreePrefix("800"));
  }

  private static final Pattern MEMBER = Pattern.compile("\"(\\w+)\":\"?([^\",}]*)");

  private final URI api;
  private final ChimeSdkVoiceClient chime;
  private final Random random = new Random(4680);
  private final List<String> areas = NumberList.areas();

  /** The first area code with numbers on offer: those before it are sold out. */
  private int firstArea;

  /** What is searched for. */
  private interface Question extends Consumer<SearchAvailablePhoneNumbersRequest.Builder> {}

  private NumberPoolBench(URI api, ChimeSdkVoiceClient chime) {
    this.api = api;
    this.chime = chime;
  }

  public static void main(String[] args) throws Exception {
    Path data = Files.createTempDirectory(Path.of(args[0]), "data");
    long rows = Long.parseLong(args[1]);
    Path list = data.resolve("s3").resolve("bench-lists").resolve("pool.csv");
    Report.machine();
    Progress.line("writing a list of %d rows", rows);
    NumberList.write(list, rows);
    try (var carillon = CarillonProcess.start(data, List.of(), Map.of(), CarillonProcess.CARILLON);
        ChimeSdkVoiceClient chime = Application.client(carillon.api())) {
      var bench = new NumberPoolBench(carillon.api(), chime);
      for (Map.Entry<String, Question> question : SIMULATED.entrySet()) {
        bench.search(question.getKey() + ", small pool", question.getValue());
      }
      bench.load(list, data, rows);
      bench.searches("");
      bench.orders(Integer.parseInt(args[2]));
      bench.searches(", after the orders");
      bench.inventory();
    }
  }

  private void load(Path list, Path data, long rows) throws IOException {
    String carrier =
        ask(
            SdkHttpMethod.POST,
            "/carillon/v1/carriers",
            """
            {"Name":"bench","Directions":["OUTBOUND"],"Trunks":[{"Name":"t","Host":"sip.test"}]}\
            """,
            201,
            "CarrierId");
    long start = System.nanoTime();
    String job =
        ask(
            SdkHttpMethod.POST,
            "/carillon/v1/carriers/" + carrier + "/number-imports",
            "{\"Bucket\":\"bench-lists\",\"Key\":\"pool.csv\"}",
            202,
            "JobId");
    String path = "/carillon/v1/number-jobs/" + job;
    Map<String, Latencies> meanwhile = new LinkedHashMap<>();
    Progress progress = new Progress();
    while (isOpen(ask(SdkHttpMethod.GET, path, "", 200, "Status"))) {
      for (Map.Entry<String, Question> question : SIMULATED.entrySet()) {
        long asked = System.nanoTime();
        chime.searchAvailablePhoneNumbers(r -> question.getValue().accept(r.maxResults(20)));
        meanwhile
            .computeIfAbsent(question.getKey(), it -> new Latencies())
            .add(System.nanoTime() - asked);
      }
      if (progress.isDue()) {
        Progress.line(
            "import: %s of %d rows", ask(SdkHttpMethod.GET, path, "", 200, "RowsRead"), rows);
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    Report.line(
        "import of %d rows (%d MB)  %.1f s, %.0f rows/s; accepted %s, refused %s; store %d MB",
        rows,
        Files.size(list) / 1_000_000,
        seconds,
        rows / seconds,
        ask(SdkHttpMethod.GET, path, "", 200, "RowsAccepted"),
        ask(SdkHttpMethod.GET, path, "", 200, "RowsRefused"),
        Files.size(data.resolve("items.db")) / 1_000_000);
    meanwhile.forEach(
        (what, latencies) ->
            Report.line("search: %-34s %s", what + ", import runs", latencies.summary()));
  }

  private static boolean isOpen(String status) {
    if (status.equals("FAILED") || status.equals("STOPPED")) {
      throw new IllegalStateException("the import ended as " + status);
    }
    return !status.equals("SUCCEEDED");
  }

  private void searches(String when) {
    search("area code" + when, r -> r.areaCode(areas.get(area())));
    search(
        "state and city" + when,
        r -> {
          int area = area();
          r.state(NumberList.state(area)).city(NumberList.city(area, 3));
        });
    search("state" + when, r -> r.state(NumberList.state(area())));
    search(
        "toll-free prefix" + when,
        r ->
            r.tollFreePrefix(
                NumberList.TOLL_FREE.get(random.nextInt(NumberList.TOLL_FREE.size()))));
    search("country only" + when, r -> r.country("US"));
  }

  private int area() {
    return random.nextInt(firstArea + 1, areas.size());
  }

  private void search(String what, Question question) {
    Progress.line("search: %s", what);
    Latencies latencies = new Latencies();
    long found = 0;
    for (int i = 0; i < WARM_UP + SEARCHES; i++) {
      long start = System.nanoTime();
      int numbers =
          chime
              .searchAvailablePhoneNumbers(r -> question.accept(r.maxResults(20)))
              .e164PhoneNumbers()
              .size();
      if (i >= WARM_UP) {
        latencies.add(System.nanoTime() - start);
        found += numbers;
      }
    }
    Report.line(
        "search: %-34s %s, %.1f numbers", what, latencies.summary(), (double) found / SEARCHES);
  }

  /** Orders of 500 out of the first area codes, so that searches meet what was claimed. */
  private void orders(int numbers) {
    Latencies latencies = new Latencies();
    Progress progress = new Progress();
    long start = System.nanoTime();
    int done = 0;
    while (done < numbers) {
      if (progress.isDue()) {
        Progress.line("orders: %d of %d numbers", done, numbers);
      }
      int count = Math.min(ORDER, numbers - done);
      String code = areas.get(firstArea);
      List<String> wanted =
          chime
              .searchAvailablePhoneNumbers(r -> r.areaCode(code).maxResults(count))
              .e164PhoneNumbers();
      if (wanted.size() < count) {
        firstArea++; // what is left there is too little for an order
        continue;
      }
      done += count;
      long ordered = System.nanoTime();
      String id =
          chime
              .createPhoneNumberOrder(
                  r ->
                      r.productType(PhoneNumberProductType.VOICE_CONNECTOR)
                          .e164PhoneNumbers(wanted))
              .phoneNumberOrder()
              .phoneNumberOrderId();
      PhoneNumberOrderStatus status;
      do {
        status =
            chime.getPhoneNumberOrder(r -> r.phoneNumberOrderId(id)).phoneNumberOrder().status();
      } while (status == PhoneNumberOrderStatus.PROCESSING);
      latencies.add(System.nanoTime() - ordered);
      if (status != PhoneNumberOrderStatus.SUCCESSFUL) {
        throw new IllegalStateException("an order ended as " + status);
      }
    }
    Report.line("%-42s %s", "order of " + ORDER + " until it is Successful", latencies.summary());
    Report.line("%d numbers ordered in %.1f s", numbers, (System.nanoTime() - start) / 1e9);
  }

  private void inventory() {
    List<Long> times = new ArrayList<>();
    Progress progress = new Progress();
    long start = System.nanoTime();
    int numbers = 0;
    String token = null;
    do {
      if (progress.isDue()) {
        Progress.line("list: %d numbers", numbers);
      }
      String next = token;
      long asked = System.nanoTime();
      ListPhoneNumbersResponse page = chime.listPhoneNumbers(r -> r.maxResults(99).nextToken(next));
      times.add(System.nanoTime() - asked);
      numbers += page.phoneNumbers().size();
      token = page.nextToken();
    } while (token != null);
    double seconds = (System.nanoTime() - start) / 1e9;
    int end = Math.min(PAGES_OF_AN_END, times.size());
    Report.line("%-42s %s", "ListPhoneNumbers, pages of 99", summary(times));
    Report.line("%-42s %s", "the first of them", summary(times.subList(0, end)));
    Report.line(
        "%-42s %s", "the last of them", summary(times.subList(times.size() - end, times.size())));
    Report.line("%d numbers listed in %.1f s", numbers, seconds);
  }

  private static String summary(List<Long> nanos) {
    Latencies latencies = new Latencies();
    nanos.forEach(latencies::add);
    return latencies.summary();
  }

  /** One request of the operator's API; gives the first such member of the answer. */
  private String ask(SdkHttpMethod method, String path, String json, int expected, String member)
      throws IOException {
    try (var client = new WireClient(api)) {
      byte[] answer = client.exchange(WireClient.request(api, method, path, json), expected);
      Matcher members = MEMBER.matcher(new String(answer, StandardCharsets.UTF_8));
      while (members.find()) {
        if (members.group(1).equals(member)) {
          return members.group(2);
        }
      }
      throw new IOException(path + " answered without " + member);
    }
  }
}
