package org.carillon.local.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.local.functions.Fixtures.PLENTY;
import static org.carillon.local.functions.Fixtures.invoke;
import static org.carillon.local.functions.Fixtures.serve;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.carillon.core.ports.FunctionInvoker.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Code that cannot be loaded: the caller learns why. */
class InitErrorTest {
  @TempDir Path folder;

  @ParameterizedTest(name = "{0}: {3}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          index.py   | import no_such_module              | handler     | Runtime.ImportModuleError    | No module named 'no_such_module'
          index.py   | def handler(                       | handler     | Runtime.UserCodeSyntaxError  | Syntax error in module 'index'
          index.py   | x = 1                              | handler     | Runtime.HandlerNotFound      | Handler 'handler' missing on module 'index'
          index.py   | raise ValueError("not today")      | handler     | ValueError                   | not today
          index.py   | import os; os._exit(7)             | handler     | Runtime.ExitError            | exit status 7
          index.mjs  | import 'no-such-module';           | handler     | Runtime.ImportModuleError    | no-such-module
          index.mjs  | export const handler = (           | handler     | Runtime.UserCodeSyntaxError  | SyntaxError
          index.mjs  | export const other = 1;            | handler     | Runtime.HandlerNotFound      | index.handler is undefined or not exported
          index.mjs  | throw new TypeError('not today');  | handler     | TypeError                    | not today
          index.mjs  | await new Promise(r => setTimeout(r, 500)); throw new TypeError('not today'); | handler | TypeError | not today
          index.cjs  | process.exit(7)                    | handler     | Runtime.ExitError            | exit status 7
          index.mjs  | await new Promise(r => setTimeout(r, 500)); process.exit(7) | handler | Runtime.ExitError | exit status 7
          Index.java | class Index { int }                | Index::a    | Runtime.CompileError         | <identifier> expected
          Index.java | class Index { }                    | Index::a    | java.lang.NoSuchMethodException | Index has no method a that can be a handler
          Index.java | class Index { }                    | Other::a    | java.lang.ClassNotFoundException | Class not found: Other
          Index.java | class Index { Index() { throw new IllegalStateException("not today"); } Object a(Object e) { return e; } } | Index::a | java.lang.IllegalStateException | not today
          """)
  void isToldToWhoInvokes(String file, String source, String handler, String type, String text)
      throws Exception {
    var spec = Fixtures.function(folder, file, source, handler);
    try (var functions = serve(spec, folder, 2)) {
      assertThat(invoke(functions, Map.of(), PLENTY))
          .isInstanceOfSatisfying(
              Result.FunctionError.class,
              error -> {
                assertThat(error.errorType()).isEqualTo(type);
                assertThat(error.errorMessage()).contains(text);
              });
    }
  }

  @Test
  void oncePutRightTheFunctionAnswersWithoutARestartOfCarillon() throws Exception {
    var spec = Fixtures.function(folder, "index.py", "def handler(", "handler");
    try (var functions = serve(spec, folder, 2)) {
      assertThat(invoke(functions, Map.of(), PLENTY)).isInstanceOf(Result.FunctionError.class);

      Files.writeString(spec.file(), "def handler(event, context):\n  return 'better'\n");

      assertThat(invoke(functions, Map.of(), PLENTY))
          .isInstanceOfSatisfying(
              Result.Answer.class,
              answer -> assertThat(answer.payload()).isEqualTo(Fixtures.utf8("\"better\"")));
    }
  }
}
