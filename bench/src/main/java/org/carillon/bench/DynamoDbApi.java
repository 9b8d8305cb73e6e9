package org.carillon.bench;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.carillon.aws.AwsPorts;
import org.carillon.aws.AwsSettings;
import org.carillon.aws.ItemsTable;
import org.carillon.core.Account;
import org.carillon.core.access.AccessKeys;
import org.carillon.core.connectors.SipNetwork;
import org.carillon.core.numbers.NumberPool;
import org.carillon.core.ports.Ports;
import org.carillon.embedded.EmbeddedPorts;
import org.carillon.functions.voiceapi.VoiceApi;
import org.carillon.local.api.ApiServer;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The API behind the HTTP server of {@code run-local}, with its items in DynamoDB ({@code
 * AWS_ENDPOINT_URL_DYNAMODB}) and the rest of its ports embedded: what the item store makes of it.
 */
final class DynamoDbApi {
  private static final String TABLE = "carillon-bench";

  private DynamoDbApi() {}

  /** Takes the options that {@link CarillonProcess} gives; only {@code --data} counts here. */
  public static void main(String[] args) throws Exception {
    Path data = Path.of(args[List.of(args).indexOf("--data") + 1]);
    Account account = new Account("111122223333", "us-east-1");
    ApiServer.configureProcess();
    try (DynamoDbClient dynamoDb =
        DynamoDbClient.builder().httpClientBuilder(UrlConnectionHttpClient.builder()).build()) {
      dynamoDb.createTable(ItemsTable.createRequest(TABLE));
      dynamoDb.waiter().waitUntilTableExists(r -> r.tableName(TABLE));
    }
    AwsPorts aws =
        AwsPorts.open(
            new AwsSettings(
                TABLE,
                "http://127.0.0.1/none.fifo",
                "none",
                data.resolve("spool"),
                true,
                "",
                "default",
                "carillon.chime",
                AwsSettings.DEFAULT_METRIC_NAMESPACE,
                AwsSettings.CallLogs.PLAIN));
    EmbeddedPorts embedded =
        EmbeddedPorts.open(
            data.resolve("rest"),
            (arn, payload, timeout) -> {
              throw new IllegalStateException("the API invoked " + arn);
            });
    Ports ports = embedded.ports().withItems(aws.ports().items());
    new NumberPool(ports.items()).load("simulated", NumberPool.simulatedList());
    new AccessKeys(ports.items(), ports.sealer(), InstantSource.system())
        .importFirst(account, CarillonProcess.KEY_ID, CarillonProcess.SECRET);
    ApiServer server = ApiServer.bind(List.of(InetAddress.ofLiteral("127.0.0.1")), 0);
    server.serve(new VoiceApi(account, ports, SipNetwork.local(), InstantSource.system())::handle);
    Report.line(
        "carillon is ready  api=http://127.0.0.1:%d  sip=127.0.0.1:0",
        server.addresses().getFirst().getPort());
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  server.close();
                  aws.close();
                  embedded.close();
                }));
    new CountDownLatch(1).await();
  }
}
