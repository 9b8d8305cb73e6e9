package org.carillon.infra;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import software.amazon.awscdk.App;

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
    try {
      Path file = Path.of(context(app, "file", DEFAULT_FILE));
      String yaml = "";
      if (Files.exists(file)) {
        yaml = Files.readString(file);
      } else if (!file.equals(Path.of(DEFAULT_FILE))) {
        throw new SettingException("The file " + file, "not there");
      }
      Path packages = Path.of(context(app, "packages", "target/package"));
      var _ = new CarillonStacks(app, InstallationFile.read(yaml, packages));
      app.synth();
      return 0;
    } catch (SettingException e) {
      err.println("carillon.yaml: " + e.getMessage());
      return 2;
    } catch (IOException e) {
      err.println("carillon.yaml cannot be read: " + e.getMessage());
      return 2;
    }
  }

  private static String context(App app, String name, String otherwise) {
    return app.getNode().tryGetContext(name) instanceof String value ? value : otherwise;
  }
}
