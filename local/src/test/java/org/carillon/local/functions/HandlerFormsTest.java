package org.carillon.local.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.local.functions.Fixtures.PLENTY;
import static org.carillon.local.functions.Fixtures.serve;

import java.nio.file.Path;
import org.carillon.core.ports.FunctionInvoker.Result;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The forms a handler may have on Lambda. Each returns the event's {@code name} as a greeting. */
class HandlerFormsTest {
  private static final String IMPORTS =
      "import com.amazonaws.services.lambda.runtime.*; import java.io.*; import java.util.*; ";

  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          async function          | index.mjs | export const handler = async (e) => 'hi ' + e.name; | handler
          promise                 | index.js  | exports.handler = (e) => Promise.resolve('hi ' + e.name); | handler
          callback                | index.cjs | exports.handler = (e, c, done) => { setTimeout(() => done(null, 'hi ' + e.name), 5); }; | handler
          context.succeed         | index.cjs | exports.handler = (e, c) => { setTimeout(() => c.succeed('hi ' + e.name), 5); }; | handler
          nested export           | index.cjs | exports.api = { hello: async (e) => 'hi ' + e.name }; | api.hello
          default export          | index.mjs | export default { handler: async (e) => 'hi ' + e.name }; | handler
          dots in the file's name | my.app.py | def handler(e, c): return 'hi ' + e['name'] | handler
          """)
  void scripts(String form, String file, String source, String handler) throws Exception {
    assertGreeting(Fixtures.function(folder, file, source, handler));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          RequestHandler of maps   | public class F implements RequestHandler<Map<String, Object>, String> { public String handleRequest(Map<String, Object> e, Context c) { return "hi " + e.get("name"); } } | F
          RequestHandler of POJOs  | public class F implements RequestHandler<F.In, String> { public static class In { private String name; public void setName(String n) { name = n; } } public String handleRequest(In e, Context c) { return "hi " + e.name; } } | F::handleRequest
          inherited generic        | class F extends Base<F.In> { public static class In { public String name; } String greet(In e) { return "hi " + e.name; } } abstract class Base<T> implements RequestHandler<T, String> { abstract String greet(T e); public String handleRequest(T e, Context c) { return greet(e); } } | F
          RequestStreamHandler     | public class F implements RequestStreamHandler { public void handleRequest(InputStream in, OutputStream out, Context c) throws IOException { in.readNBytes(9); out.write('"'); out.write("hi ".getBytes()); out.write(in.readNBytes(3)); out.write('"'); } } | F
          a method without context | public class F { public String greet(Map<String, String> e) { return "hi " + e.get("name"); } } | F::greet
          a static method          | public class F { static String greet(Map<String, String> e, Context c) { c.getLogger().log("x"); return "hi " + e.get("name"); } } | F::greet
          """)
  void java(String form, String source, String handler) throws Exception {
    assertGreeting(Fixtures.function(folder, "F.java", IMPORTS + source, handler));
  }

  private void assertGreeting(FunctionSpec spec) throws Exception {
    try (var functions = serve(spec, folder, 1)) {
      Result result =
          functions.invoke(functions.arn("f"), Fixtures.utf8("{\"name\":\"you\"}"), PLENTY);

      assertThat(result)
          .isInstanceOfSatisfying(
              Result.Answer.class,
              answer -> assertThat(answer.payload()).isEqualTo(Fixtures.utf8("\"hi you\"")));
    }
  }
}
