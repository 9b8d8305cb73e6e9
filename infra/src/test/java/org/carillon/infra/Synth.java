package org.carillon.infra;

import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Annotations;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;
import software.amazon.awscdk.cxapi.SynthesisMessage;

/** Installations synthesized for tests, each once, with empty packages. */
final class Synth {

  /** Where the files are that the installations name. */
  static final Path FILES = Path.of("src", "test", "resources");

  /** Everything as it comes. */
  static final String PLAIN = "";

  /** Everything that can be asked for. */
  static final String FULL =
      """
      stage: prod
      account: "111122223333"
      region: us-east-1
      secondRegion: us-west-2
      domain: {name: voice.example.com, hostedZoneId: Z0123456789ABC}
      alarmEmail: operator@example.com
      identity:
        keySecret: carillon/stir
        certificateUrl: "https://example.com/stir.pem"
        authorities: stir-authorities.pem
      access: {buckets: [other-recordings], functions: ["sma-*"]}
      retention: {records: 400, recordings: 90}
      """;

  /** As {@link #FULL}, with the operator's own certificate of SIP over TLS. */
  static final String OWN_CERTIFICATE = FULL + "media: {certificate: \"secret:carillon/tls\"}\n";

  private static final Map<String, Synth> MADE = new ConcurrentHashMap<>();

  private final Map<String, Map<String, Object>> templates = new LinkedHashMap<>();
  private final List<String> findings = new ArrayList<>();

  @SuppressWarnings("deprecation") // CDK's assertions give no other type of messages
  private Synth(String yaml) {
    Installation installation = InstallationFile.read(yaml, FILES, packages());
    App app = new App(AppProps.builder().analyticsReporting(false).build());
    CarillonStacks stacks = new CarillonStacks(app, installation);
    Aspects.of(app).add(new AwsSolutionsChecks());
    for (Stack stack : stacks.all()) {
      templates.put(stack.getStackName(), Template.fromStack(stack).toJSON());
      for (String level : List.of("error", "warning")) {
        Annotations of = Annotations.fromStack(stack);
        List<SynthesisMessage> found =
            level.equals("error")
                ? of.findError("*", Match.stringLikeRegexp("AwsSolutions-.*"))
                : of.findWarning("*", Match.stringLikeRegexp("AwsSolutions-.*"));
        found.forEach(it -> findings.add(it.getId() + ": " + it.getEntry().getData()));
      }
    }
  }

  static Synth of(String yaml) {
    return MADE.computeIfAbsent(yaml, Synth::new);
  }

  /** The templates by the names of their stacks. */
  Map<String, Map<String, Object>> templates() {
    return templates;
  }

  /** The template of one stack, such as {@code carillon-dev-data}. */
  Template template(String stack) {
    return Template.fromJSON(templates.get(stack));
  }

  /** What cdk-nag found. */
  List<String> findings() {
    return findings;
  }

  /** The resources of a type of all stacks, as maps with Type, Properties and so on. */
  List<Map<String, Object>> resources(String type) {
    List<Map<String, Object>> all = new ArrayList<>();
    templates
        .values()
        .forEach(
            template ->
                map(template.get("Resources"))
                    .values()
                    .forEach(
                        it -> {
                          if (map(it).get("Type").equals(type)) {
                            all.add(map(it));
                          }
                        }));
    return all;
  }

  @SuppressWarnings("unchecked") // of a template
  static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  /** One value or several, as policies have them. */
  static List<Object> list(Object value) {
    return value instanceof List<?> list ? List.copyOf(list) : List.of(value);
  }

  /** Zips that are there and empty: what is in them is not what these tests ask. */
  static Path packages() {
    try {
      Path folder = Files.createTempDirectory("carillon-packages");
      byte[] emptyZip = new byte[22];
      emptyZip[0] = 'P';
      emptyZip[1] = 'K';
      emptyZip[2] = 5;
      emptyZip[3] = 6;
      for (FunctionSpec spec : FunctionSpec.values()) {
        Files.write(folder.resolve(spec.artefact() + ".zip"), emptyZip);
      }
      for (String layer : ApiStack.LAYERS) {
        Files.write(folder.resolve("layer-" + layer + ".zip"), emptyZip);
      }
      Files.writeString(folder.resolve("media-image.tag"), "0123456789ab\n");
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
