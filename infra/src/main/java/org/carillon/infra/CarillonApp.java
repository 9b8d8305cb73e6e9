package org.carillon.infra;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import software.amazon.awscdk.App;
import software.amazon.awscdk.cxapi.CloudAssembly;
import software.amazon.awscdk.cxapi.CloudFormationStackArtifact;

/** The CDK app: {@code npx aws-cdk@PIN synth} runs it (cdk.json). */
public final class CarillonApp {

  private static final String DEFAULT_FILE = "carillon.yaml";

  private CarillonApp() {}

  /**
   * Writes the templates of the installation that {@code carillon.yaml} describes, or the file that
   * the context value {@code file} names; with no such file, of one with everything as it comes.
   * The context value {@code packages} names another folder than {@code target/package}.
   *
   * @param args none
   */
  public static void main(String[] args) {
    System.exit(run(new App(), System.err));
  }

  static int run(App app, PrintStream err) {
    long start = System.nanoTime();
    try {
      Path file = Path.of(context(app, "file", DEFAULT_FILE));
      String yaml = "";
      if (Files.exists(file)) {
        yaml = Files.readString(file);
      } else if (!file.equals(Path.of(DEFAULT_FILE))) {
        throw new SettingException("The file " + file, "not there");
      }
      Path packages = Path.of(context(app, "packages", "target/package"));
      Path folder = file.toAbsolutePath().getParent();
      var _ = new CarillonStacks(app, InstallationFile.read(yaml, folder, packages));
      report(app.synth(), Duration.ofNanos(System.nanoTime() - start), err);
      return 0;
    } catch (SettingException e) {
      err.println("carillon.yaml: " + e.getMessage());
      return 2;
    } catch (IOException e) {
      err.println("carillon.yaml cannot be read: " + e.getMessage());
      return 2;
    }
  }

  /** How large each template became, and how long it all took; CloudFormation takes 1 MB. */
  private static void report(CloudAssembly made, Duration took, PrintStream err)
      throws IOException {
    long all = 0;
    for (CloudFormationStackArtifact stack : made.getStacks()) {
      long bytes = Files.size(Path.of(stack.getTemplateFullPath()));
      all += bytes;
      err.printf(Locale.ROOT, "%-48s %,9d bytes%n", stack.getStackName(), bytes);
    }
    err.printf(
        Locale.ROOT,
        "%-48s %,9d bytes in %.1f s%n",
        made.getStacks().size() + " templates",
        all,
        took.toMillis() / 1000.0);
  }

  private static String context(App app, String name, String otherwise) {
    return app.getNode().tryGetContext(name) instanceof String value ? value : otherwise;
  }
}
