package org.carillon.local.functions;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.carillon.contract.Json;
import org.carillon.core.ports.FunctionInvoker.Result;

/** One function in three languages, which does what its event says. */
final class Fixtures {
  static final Duration PLENTY = Duration.ofSeconds(60);

  private static final String PYTHON =
      """
      import os, sys, time
      def handler(event, context):
          do = event.get("do")
          if do == "fail":
              raise ValueError("no such room")
          if do == "exit":
              os._exit(3)
          if do == "hang":
              while True:
                  pass
          if do == "print":
              print("printed by the function")
          if do == "big":
              return "x" * event["size"]
          if do == "meet":
              open(os.path.join(event["folder"], context.aws_request_id), "w").close()
              while len(os.listdir(event["folder"])) < event["count"]:
                  time.sleep(0.01)
          return {
              "event": event,
              "requestId": context.aws_request_id,
              "arn": context.invoked_function_arn,
              "name": context.function_name,
              "remaining": context.get_remaining_time_in_millis(),
              "pid": os.getpid(),
              "secret": os.environ.get("AWS_SECRET_ACCESS_KEY"),
              "region": os.environ["AWS_REGION"],
          }
      """;

  private static final String NODE =
      """
      import fs from 'node:fs';
      import path from 'node:path';
      export const handler = async (event, context) => {
        const { do: what } = event;
        if (what === 'fail') throw Object.assign(new Error('no such room'), { name: 'ValueError' });
        if (what === 'exit') process.exit(3);
        if (what === 'hang') for (;;);
        if (what === 'print') console.log('printed by the function');
        if (what === 'big') return 'x'.repeat(event.size);
        if (what === 'meet') {
          fs.writeFileSync(path.join(event.folder, context.awsRequestId), '');
          while (fs.readdirSync(event.folder).length < event.count) {
            await new Promise((done) => setTimeout(done, 10));
          }
        }
        return {
          event,
          requestId: context.awsRequestId,
          arn: context.invokedFunctionArn,
          name: context.functionName,
          remaining: context.getRemainingTimeInMillis(),
          pid: process.pid,
          secret: process.env.AWS_SECRET_ACCESS_KEY ?? null,
          region: process.env.AWS_REGION,
        };
      };
      """;

  private static final String JAVA =
      """
      import com.amazonaws.services.lambda.runtime.*;
      import java.nio.file.*;
      import java.util.*;
      public class Index {
        public static class ValueError extends RuntimeException {
          ValueError(String message) { super(message); }
        }
        public Object handler(Map<String, Object> event, Context context) throws Exception {
          Object what = event.get("do");
          if ("fail".equals(what)) throw new ValueError("no such room");
          if ("exit".equals(what)) Runtime.getRuntime().halt(3);
          while ("hang".equals(what)) Thread.onSpinWait();
          if ("print".equals(what)) System.out.println("printed by the function");
          if ("big".equals(what)) return "x".repeat((Integer) event.get("size"));
          if ("meet".equals(what)) {
            Path folder = Path.of((String) event.get("folder"));
            Files.createFile(folder.resolve(context.getAwsRequestId()));
            while (folder.toFile().list().length < (Integer) event.get("count")) Thread.sleep(10);
          }
          Map<String, Object> answer = new HashMap<>();
          answer.put("event", event);
          answer.put("requestId", context.getAwsRequestId());
          answer.put("arn", context.getInvokedFunctionArn());
          answer.put("name", context.getFunctionName());
          answer.put("remaining", context.getRemainingTimeInMillis());
          answer.put("pid", ProcessHandle.current().pid());
          answer.put("secret", System.getenv("AWS_SECRET_ACCESS_KEY"));
          answer.put("region", System.getenv("AWS_REGION"));
          return answer;
        }
      }
      """;

  private Fixtures() {}

  /** The function in a language, its code in {@code folder}. */
  static FunctionSpec function(FunctionRuntime runtime, Path folder) throws IOException {
    return switch (runtime) {
      case PYTHON -> function(folder, "index.py", PYTHON, "handler");
      case NODE -> function(folder, "index.mjs", NODE, "handler");
      case JAVA -> function(folder, "Index.java", JAVA, "Index::handler");
    };
  }

  /** A function of one source file. */
  static FunctionSpec function(Path folder, String file, String source, String handler)
      throws IOException {
    Files.createDirectories(folder);
    FunctionSpec spec =
        FunctionSpec.of("f", Files.writeString(folder.resolve(file), source), handler);
    boolean there = spec.runtime().interpreter(System.getenv()).isPresent();
    if (!there && "true".equals(System.getenv("CI"))) {
      throw new IllegalStateException(spec.runtime().advice());
    }
    assumeTrue(there, "skipped: " + spec.runtime().advice());
    return spec;
  }

  /** Serves one function with at most so many processes. */
  static LocalFunctions serve(FunctionSpec spec, Path folder, int maxInstances) throws IOException {
    return LocalFunctions.open(host(folder, maxInstances), List.of(spec));
  }

  /** Who runs functions in tests, with nothing of the developer's own AWS account. */
  static FunctionHost host(Path folder, int maxInstances) {
    var environment = new HashMap<>(System.getenv());
    environment.keySet().removeIf(name -> name.startsWith("AWS_"));
    return new FunctionHost(
        "us-east-1", "111122223333", folder.resolve("w"), environment, maxInstances);
  }

  static Result invoke(LocalFunctions functions, Map<String, Object> event, Duration timeout) {
    return functions.invoke(functions.arn("f"), Json.write(event), timeout);
  }

  /** The answer as JSON; fails when there is none. */
  @SuppressWarnings("unchecked")
  static Map<String, Object> answer(Result result) {
    if (result instanceof Result.Answer answer) {
      return (Map<String, Object>) Json.read(answer.payload());
    }
    throw new AssertionError("no answer but " + result);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
