package org.carillon.local.functions;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.CodeSource;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.carillon.local.functions.child.JavaRuntime;

/** Starts the child processes: command, environment, and the runtimes' own files on disk. */
final class FunctionProcesses {
  private static final String PYTHON_BOOTSTRAP = "bootstrap.py";
  private static final String NODE_BOOTSTRAP = "bootstrap.mjs";

  private final FunctionHost host;
  private final RuntimeApi api;

  FunctionProcesses(FunctionHost host, RuntimeApi api) throws IOException {
    this.host = host;
    this.api = api;
    Files.createDirectories(host.workFolder());
    for (String name : List.of(PYTHON_BOOTSTRAP, NODE_BOOTSTRAP)) {
      try (InputStream in = FunctionProcesses.class.getResourceAsStream(name)) {
        // By way of a move, so that a process that reads it meets the old file or the new one.
        Path fresh = Files.createTempFile(host.workFolder(), name, ".tmp");
        Files.copy(in, fresh, StandardCopyOption.REPLACE_EXISTING);
        Files.move(fresh, host.workFolder().resolve(name), StandardCopyOption.ATOMIC_MOVE);
      }
    }
  }

  /** The pool of a function's processes; none runs yet. */
  FunctionPool pool(FunctionSpec spec) {
    return new FunctionPool(spec, host.maxInstances(), this::launch);
  }

  private Process launch(FunctionPool pool, FunctionInstance instance)
      throws FunctionStartException, IOException {
    FunctionSpec spec = pool.spec();
    Path interpreter =
        spec.runtime()
            .interpreter(host.environment())
            .orElseThrow(() -> FunctionStartException.unavailable(spec.runtime().advice()));
    if (!Files.exists(spec.file())) {
      throw FunctionStartException.functionError(
          "Runtime.ImportModuleError", "there is no file " + spec.file());
    }
    Path code = spec.file();
    if (spec.file().toString().endsWith(".java")) {
      code = JavaSource.compile(spec, host.workFolder(), javaClassPath());
    }
    var builder = new ProcessBuilder(command(spec, interpreter));
    builder.directory(spec.taskRoot().toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment(spec, code, api.admit(pool, instance)));
    try {
      Process process = builder.start();
      var _ = process.onExit().thenRun(() -> api.dismiss(instance));
      return process;
    } catch (IOException e) {
      api.dismiss(instance);
      throw e;
    }
  }

  private List<String> command(FunctionSpec spec, Path interpreter) {
    return switch (spec.runtime()) {
      case PYTHON ->
          List.of(
              interpreter.toString(), "-u", host.workFolder().resolve(PYTHON_BOOTSTRAP).toString());
      case NODE ->
          List.of(interpreter.toString(), host.workFolder().resolve(NODE_BOOTSTRAP).toString());
      case JAVA ->
          List.of(
              interpreter.toString(),
              // As Lambda does: short-lived code gains nothing from the optimising compiler.
              "-XX:TieredStopAtLevel=1",
              "-XX:+UseSerialGC",
              "-Xshare:auto",
              "-Xmx512m",
              "-cp",
              javaClassPath(),
              JavaRuntime.class.getName());
    };
  }

  /** The environment a Lambda function has, on top of what the operator gives it. */
  private Map<String, String> environment(FunctionSpec spec, Path code, String runtimeApi) {
    var environment = new HashMap<>(host.environment());
    environment.put("AWS_LAMBDA_RUNTIME_API", runtimeApi);
    environment.put("AWS_LAMBDA_FUNCTION_NAME", spec.name());
    environment.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
    environment.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512");
    environment.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + spec.name());
    environment.put("AWS_LAMBDA_LOG_STREAM_NAME", "local/[$LATEST]" + spec.name());
    environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
    environment.put("AWS_REGION", host.region());
    environment.put("AWS_DEFAULT_REGION", host.region());
    environment.put("LAMBDA_TASK_ROOT", spec.taskRoot().toString());
    environment.put("LAMBDA_RUNTIME_DIR", host.workFolder().toString());
    environment.put("_HANDLER", handler(spec));
    environment.put("CARILLON_FUNCTION_CODE", code.toString());
    environment.put("PYTHONIOENCODING", "utf-8");
    environment.put("TZ", "UTC");
    return environment;
  }

  /** As on Lambda: {@code module.handler} for scripts, the class (and method) for Java. */
  private static String handler(FunctionSpec spec) {
    if (spec.runtime() == FunctionRuntime.JAVA) {
      return spec.handler();
    }
    String name = spec.file().getFileName().toString();
    return name.substring(0, name.lastIndexOf('.')) + "." + spec.handler();
  }

  /**
   * The Java runtime and the two Lambda libraries of its public interface, nothing else of ours.
   */
  private static String javaClassPath() {
    Set<String> places = new LinkedHashSet<>();
    for (Class<?> type :
        List.of(
            JavaRuntime.class,
            com.amazonaws.services.lambda.runtime.Context.class,
            com.amazonaws.services.lambda.runtime.serialization.PojoSerializer.class)) {
      CodeSource source = type.getProtectionDomain().getCodeSource();
      places.add(Path.of(java.net.URI.create(source.getLocation().toString())).toString());
    }
    return String.join(File.pathSeparator, places);
  }
}
