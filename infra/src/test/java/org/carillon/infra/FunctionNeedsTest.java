package org.carillon.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the functions' code reads and calls, held against what the stack gives them. */
class FunctionNeedsTest {

  /** IAM's names for the calls of clients, where they are not the calls' own. */
  private static final Map<String, List<String>> ACTIONS =
      Map.ofEntries(
          Map.entry(
              "dynamodb.transactWriteItems",
              List.of("dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:ConditionCheckItem")),
          Map.entry("sqs.sendMessageBatch", List.of("sqs:SendMessage")),
          // without s3:ListBucket an object that is not there is answered with 403
          Map.entry("s3.getObject", List.of("s3:GetObject", "s3:ListBucket")),
          Map.entry("s3.headObject", List.of("s3:GetObject", "s3:ListBucket")),
          Map.entry("s3.createMultipartUpload", List.of("s3:PutObject")),
          Map.entry("s3.uploadPart", List.of("s3:PutObject")),
          Map.entry("s3.completeMultipartUpload", List.of("s3:PutObject")),
          // a group is made with its key
          Map.entry(
              "cloudwatchlogs.createLogGroup",
              List.of("logs:CreateLogGroup", "logs:AssociateKmsKey")),
          Map.entry("eventbridge.putEvents", List.of("events:PutEvents")),
          Map.entry("lambda.invoke", List.of("lambda:InvokeFunction")),
          Map.entry("geoplaces.geocode", List.of("geo-places:Geocode")),
          Map.entry("lexruntimev2.recognizeText", List.of("lex:RecognizeText")),
          // allowed by the grant on the customer's key, not by the role
          Map.entry("kms.generateDataKey", List.of()));

  private static final Map<String, String> SERVICES =
      Map.of("cloudwatchlogs", "logs", "elasticloadbalancingv2", "elasticloadbalancing");

  private static final Pattern VARIABLE = Pattern.compile("\"CARILLON_([A-Z_]+)\"");

  @ParameterizedTest
  @EnumSource
  void everyPermissionThatTheCodeNeedsIsGrantedAndNoOther(FunctionSpec spec) {
    Set<String> granted = new TreeSet<>();
    spec.permissions().forEach(it -> granted.addAll(it.actions()));

    Set<String> needed = new TreeSet<>();
    for (String call : Reach.of(spec.handler()).clientCalls()) {
      needed.addAll(actions(call));
    }

    assertThat(granted)
        .as("permissions of %s in FunctionSpec, against what its code calls", spec)
        .isEqualTo(needed);
  }

  @Test
  void everyPermissionThatTheNodeNeedsIsGrantedAndNoOther() {
    Set<String> granted = new TreeSet<>();
    NodeSpec.permissions().forEach(it -> granted.addAll(it.actions()));
    NodeSpec.permissionsOfSome().forEach(it -> granted.addAll(it.actions()));

    // the container agent asks ECS for it and mounts the file system, with the task's role
    Set<String> needed = new TreeSet<>(Permission.PROTECT_TASK.actions());
    needed.addAll(Permission.MOUNT_SPOOL.actions());
    for (String call : Reach.ofNode().clientCalls()) {
      needed.addAll(actions(call));
    }

    assertThat(granted)
        .as("permissions of NodeSpec, against what the node's code calls")
        .isEqualTo(needed);
  }

  @Test
  void everyVariableThatTheNodeReadsIsSetOrLeftOutWithAReason() throws IOException {
    Set<String> said = new TreeSet<>();
    NodeSpec.variables().forEach(it -> said.add(it.name()));
    NodeSpec.variablesOfSome().forEach(it -> said.add(it.name()));
    NodeSpec.leftOut().keySet().forEach(it -> said.add(it.name()));

    assertThat(said).as("variables of NodeSpec").isEqualTo(read(Reach.ofNode()));
  }

  private static List<String> actions(String call) {
    String[] parts = call.split("\\.");
    return ACTIONS.getOrDefault(
        call,
        List.of(
            SERVICES.getOrDefault(parts[0], parts[0])
                + ":"
                + Character.toUpperCase(parts[1].charAt(0))
                + parts[1].substring(1)));
  }

  @ParameterizedTest
  @EnumSource
  void everyVariableThatTheCodeReadsIsSetAndNoOther(FunctionSpec spec) throws IOException {
    Set<String> read = read(Reach.of(spec.handler()));
    for (Variable variable : Variable.values()) {
      if (variable.whyNotSet().isPresent()) {
        read.remove(variable.name());
      }
    }
    Set<String> set = new TreeSet<>();
    spec.variables().forEach(it -> set.add(it.name()));
    if (!read.contains("ROLE_ARN") || set.contains("ROLE_ARN")) {
      assertThat(set).as("variables of %s in FunctionSpec", spec).isEqualTo(read);
    } else { // every process with the adapters could read it, those with grants need it
      read.remove("ROLE_ARN");
      assertThat(spec.permissions()).doesNotContain(Permission.GRANT_CUSTOMER_KEYS);
      assertThat(set).as("variables of %s in FunctionSpec", spec).isEqualTo(read);
    }
  }

  private static Set<String> read(Reach reach) throws IOException {
    Set<String> read = new TreeSet<>();
    Set<String> classes = new TreeSet<>(reach.classes());
    classes.add("org.carillon.aws.AwsSettings"); // read when the ports are opened
    for (Path source : sources()) {
      if (classes.contains(className(source))) {
        Matcher found = VARIABLE.matcher(Files.readString(source));
        while (found.find()) {
          read.add(found.group(1));
        }
      }
    }
    return read;
  }

  @Test
  void theTemplateSetsWhatIsDeclared() {
    List<Map<String, Object>> functions = carillons();
    assertThat(functions).hasSize(FunctionSpec.values().length);
    for (FunctionSpec spec : FunctionSpec.values()) {
      Map<String, Object> properties =
          functions.stream()
              .map(it -> Synth.map(it.get("Properties")))
              .filter(it -> it.get("Handler").equals(spec.handler()))
              .findFirst()
              .orElseThrow();
      Map<String, Object> variables =
          Synth.map(Synth.map(properties.get("Environment")).get("Variables"));
      assertThat(variables.keySet())
          .containsAll(spec.variables().stream().map(Variable::key).toList());
    }
  }

  private static List<Map<String, Object>> carillons() {
    return Synth.of(Synth.PLAIN).resources("AWS::Lambda::Function").stream()
        .filter(
            it ->
                String.valueOf(Synth.map(it.get("Properties")).get("Handler"))
                    .startsWith("org.carillon."))
        .toList();
  }

  private static List<Path> sources() throws IOException {
    Path home = Path.of(System.getProperty("carillon.home"));
    try (Stream<Path> core = Files.walk(home.resolve("layers"));
        Stream<Path> functions = Files.walk(home.resolve("functions"));
        Stream<Path> media = Files.walk(home.resolve("media"))) {
      return Stream.of(core, functions, media)
          .flatMap(it -> it)
          .filter(it -> it.toString().endsWith(".java"))
          .filter(it -> it.toString().replace('\\', '/').contains("/src/main/java/"))
          .toList();
    }
  }

  private static String className(Path source) {
    String path = source.toString().replace('\\', '/');
    return path.substring(path.indexOf("/src/main/java/") + 15, path.length() - 5)
        .replace('/', '.');
  }
}
