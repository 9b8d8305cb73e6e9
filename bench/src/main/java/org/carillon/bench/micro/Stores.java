package org.carillon.bench.micro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.carillon.contract.ApiRequest;
import org.carillon.core.Account;
import org.carillon.core.access.AccessKeys;
import org.carillon.core.access.Principal;
import org.carillon.core.access.SignatureVerifier;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import org.carillon.embedded.EmbeddedPorts;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/** The embedded stores on the disk of this machine: a durable write, and a signature's check. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class Stores {
  private static final String KEY_ID = "AKIABENCHBENCHBENCH0";
  private static final String SECRET = "bench/secret/of/no/use/elsewhere/0000000";

  private final AtomicLong next = new AtomicLong();
  private Path folder;
  private EmbeddedPorts ports;
  private Items items;
  private SignatureVerifier verifier;
  private ApiRequest request;

  /** A data directory with one access key, and a request signed by the SDK. */
  @Setup
  public void open() throws IOException {
    folder = Files.createTempDirectory("carillon-bench");
    ports =
        EmbeddedPorts.open(
            folder,
            (arn, payload, timeout) -> {
              throw new IllegalStateException("no functions here");
            });
    items = ports.ports().items();
    Account account = new Account("111122223333", "us-east-1");
    AccessKeys keys = new AccessKeys(items, ports.ports().sealer(), InstantSource.system());
    if (keys.importFirst(account, KEY_ID, SECRET).isEmpty()) {
      throw new IllegalStateException("the data directory is not new");
    }
    Instant signed = Instant.now();
    verifier = new SignatureVerifier(keys::find, account, InstantSource.fixed(signed));
    request = signedGet();
    Principal who = verifier.verify(request);
    if (!who.accountId().equals(account.id())) {
      throw new IllegalStateException("signed by " + who);
    }
  }

  private static ApiRequest signedGet() {
    SdkHttpRequest plain =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.GET)
            .uri(java.net.URI.create("http://127.0.0.1:4680"))
            .encodedPath("/sip-media-applications/0b1d9b1c-4f7b-4a5e-9a57-0d5d0f6d9a01")
            .putHeader("Host", "127.0.0.1:4680")
            .build();
    Map<String, List<String>> headers = new TreeMap<>();
    AwsV4HttpSigner.create()
        .sign(
            r ->
                r.identity(AwsBasicCredentials.create(KEY_ID, SECRET))
                    .request(plain)
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "chime")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1"))
        .request()
        .forEachHeader(
            (name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values));
    return new ApiRequest("GET", plain.encodedPath(), "", headers, new byte[0]);
  }

  /** Who signed this? With the key read from the store, as for each request. */
  @Benchmark
  public Principal verifySignature() {
    return verifier.verify(request);
  }

  /** One new item, durable when the call returns. */
  @Benchmark
  public void write() {
    put();
  }

  /** The same from 8 threads, which share the disk's time by group commit. */
  @Benchmark
  @Threads(8)
  public void writeFromEightThreads() {
    put();
  }

  private void put() {
    long number = next.incrementAndGet();
    items.write(
        ItemWrite.create(
            new ItemKey("bench", Long.toString(number)),
            Map.of("Name", "bench", "Number", number, "State", "Active")));
  }

  /** Removes the folder. */
  @TearDown
  public void close() throws IOException {
    ports.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
