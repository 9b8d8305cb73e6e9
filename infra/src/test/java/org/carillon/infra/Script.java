package org.carillon.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs scripts of the repository, in it or in a copy whose tools write down how they are called.
 */
final class Script {

  /** What the scripts want of the machine; npm is not among it. */
  private static final List<String> TOOLS =
      List.of(
          "bash", "env", "dirname", "cat", "sed", "mkdir", "chmod", "head", "tail", "sleep",
          "curl");

  /**
   * How a script ended.
   *
   * @param status its exit status
   * @param out its standard output
   * @param err its standard error
   */
  record End(int status, String out, String err) {}

  private final Path home;
  private final Path tools;
  private boolean credentials = true;
  private Path javaHome;

  private Script(Path home, Path tools) {
    this.home = home;
    this.tools = tools;
  }

  /** A copy of the scripts in an empty folder, with a recording package and no npm. */
  static Script copiedTo(Path home) throws IOException {
    Path scripts = Path.of(System.getProperty("carillon.home"), "scripts");
    for (String name :
        List.of(
            "deploy",
            "destroy",
            "test",
            "lib/build.sh",
            "lib/cdk.sh",
            "lib/image.sh",
            "lib/jdk25.sh",
            "lib/localstack.sh")) {
      Path to = home.resolve("scripts").resolve(name);
      Files.createDirectories(to.getParent());
      Files.copy(scripts.resolve(name), to);
    }
    Path tools = Files.createDirectories(home.resolve("tools"));
    for (String tool : TOOLS) {
      Path found = Path.of("/usr/bin", tool);
      Files.createSymbolicLink(
          tools.resolve(tool), Files.exists(found) ? found : Path.of("/bin", tool));
    }
    Script script = new Script(home, tools);
    script.recording("scripts/package", "package");
    return script;
  }

  /** Puts an npm on the PATH that is called for nothing but an installation, which it makes. */
  Script withNpm() throws IOException {
    return tool(
        "npm",
        """
        echo "npm $*" >>"%s"
        mkdir -p node_modules/.bin
        cat >node_modules/.bin/cdk <<'CDK'
        #!/usr/bin/env bash
        echo "cdk $*" >>"%s"
        CDK
        chmod +x node_modules/.bin/cdk
        """
            .formatted(calls(), calls()));
  }

  /** Puts the command line of the CDK where an installation has it. */
  Script withCdk() throws IOException {
    return withNpm().recording("node_modules/.bin/cdk", "cdk");
  }

  /** Makes a tool of the copy write down its call, or fail. */
  Script recording(String path, String name) throws IOException {
    write(home.resolve(path), "echo \"" + name + "${*:+ $*}\" >>\"" + calls() + "\"\n");
    return this;
  }

  /** A JDK whose java writes down how it is called. */
  Script withJava() throws IOException {
    Files.createDirectories(home.resolve("jdk"));
    Files.writeString(home.resolve("jdk/release"), "JAVA_VERSION=\"25.0.3\"\n");
    javaHome = home.resolve("jdk");
    return recording("jdk/bin/javac", "javac").recording("jdk/bin/java", "java");
  }

  /** What a deployment that was asked for its outputs is to have said. */
  Script outputs(String json) throws IOException {
    Files.writeString(home.resolve("target/package/data-outputs.json"), json);
    return this;
  }

  /** Takes away what names credentials of AWS. */
  Script withoutCredentials() {
    credentials = false;
    return this;
  }

  private Map<String, String> environment() {
    Map<String, String> all = new HashMap<>();
    all.put("PATH", tools.toString());
    all.put("HOME", home.toString());
    if (credentials) {
      all.put("AWS_PROFILE", "test");
    }
    if (javaHome != null) {
      all.put("JAVA_HOME", javaHome.toString());
    }
    return all;
  }

  /** Puts a tool on the PATH. */
  Script tool(String name, String body) throws IOException {
    write(tools.resolve(name), body);
    return this;
  }

  Script failing(String path) throws IOException {
    write(home.resolve(path), "exit 3\n");
    return this;
  }

  /** What was called, in order. */
  List<String> called() throws IOException {
    return Files.exists(calls()) ? Files.readAllLines(calls()) : List.of();
  }

  /** Runs a script of the copy, with these words on its standard input. */
  End run(String input, String name, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(tools.resolve("bash").toString(), home.resolve("scripts/" + name).toString()));
    command.addAll(List.of(arguments));
    return run(command, environment(), input);
  }

  /** Runs lines of a script, with the tools of the copy. */
  End runLine(String lines) throws Exception {
    return run(List.of(tools.resolve("bash").toString(), "-c", lines), environment(), "");
  }

  /** Runs a command of the repository as it is. */
  static End inRepository(List<String> command) throws Exception {
    return run(command, Map.of(), "");
  }

  private static End run(List<String> command, Map<String, String> environment, String input)
      throws Exception {
    Path out = Files.createTempFile("script", ".out");
    Path err = Files.createTempFile("script", ".err");
    Path in = Files.writeString(Files.createTempFile("script", ".in"), input);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(Path.of(System.getProperty("carillon.home")).toFile())
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().keySet().removeIf(it -> it.startsWith("AWS_"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ends", command).isTrue();
    return new End(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private Path calls() {
    return home.resolve("calls");
  }

  private static void write(Path file, String body) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/usr/bin/env bash\n" + body);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
