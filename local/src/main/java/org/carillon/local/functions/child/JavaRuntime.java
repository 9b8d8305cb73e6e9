package org.carillon.local.functions.child;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The main program of a Java function's process.
 *
 * <p>It ends with its host: when the Runtime API cannot be reached, or when standard input, a pipe
 * the host never writes to, comes to its end.
 */
public final class JavaRuntime {
  private JavaRuntime() {}

  /** Serves events until the host is gone. */
  @SuppressWarnings("CatchAndPrintStackTrace") // the process's output is its log
  public static void main(String[] args) {
    endWithHost();
    var api = new RuntimeClient(System.getenv("AWS_LAMBDA_RUNTIME_API"));
    Handler handler = null;
    try {
      var code = new URLClassLoader(code(), JavaRuntime.class.getClassLoader());
      Thread.currentThread().setContextClassLoader(code);
      handler = new HandlerLoader(code).load(System.getenv("_HANDLER"));
    } catch (Throwable e) { // whatever a static initializer of the customer throws
      tellInitError(api, e);
      System.exit(1);
    }
    try {
      while (true) {
        serve(api, handler, api.next());
      }
    } catch (IOException hostIsGone) {
      System.exit(0);
    }
  }

  private static void serve(RuntimeClient api, Handler handler, RuntimeClient.Event event)
      throws IOException {
    var answer = new ByteArrayOutputStream();
    var context = new LocalContext(event.requestId(), event.functionArn(), event.deadlineMillis());
    try {
      handler.handle(new ByteArrayInputStream(event.payload()), answer, context);
    } catch (Throwable e) { // the customer's code may throw anything
      e.printStackTrace(System.out);
      api.error(event.requestId(), e);
      if (e instanceof VirtualMachineError) {
        System.exit(1); // out of memory, say: its state is not to be trusted any more
      }
      return;
    }
    api.answer(event.requestId(), answer);
  }

  private static void tellInitError(RuntimeClient api, Throwable error) {
    if (!(error instanceof HandlerLoadException)) {
      error.printStackTrace(System.out);
    }
    try {
      api.initError(error);
    } catch (IOException hostIsGone) {
      System.exit(1);
    }
  }

  /** The customer's code and the jars in the lib folder beside it, as in a Lambda zip. */
  private static URL[] code() throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    urls.add(Path.of(System.getenv("CARILLON_FUNCTION_CODE")).toUri().toURL());
    File[] libraries = Path.of(System.getenv("LAMBDA_TASK_ROOT"), "lib").toFile().listFiles();
    if (libraries != null) {
      Arrays.sort(libraries);
      for (File library : libraries) {
        if (library.getName().endsWith(".jar")) {
          urls.add(library.toURI().toURL());
        }
      }
    }
    return urls.toArray(URL[]::new);
  }

  private static void endWithHost() {
    Thread.ofPlatform()
        .daemon()
        .name("host-watch")
        .start(
            () -> {
              try {
                System.in.transferTo(OutputStream.nullOutputStream());
              } catch (IOException hostIsGone) {
                Runtime.getRuntime().halt(1);
              }
              Runtime.getRuntime().halt(0);
            });
  }
}
