package org.carillon.local.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.carillon.examples.hello.Hello;
import org.carillon.local.functions.FunctionSpec;
import org.carillon.local.phone.PhoneScript;

/**
 * A function of {@code examples/} and how the demo tries it: the environment it wants, and either a
 * telephone that follows {@code examples/NAME/call.txt}, or the arguments of a call by API.
 */
@SuppressWarnings("ImmutableEnumChecker") // the maps are Map.of's, which do not change
enum Example {
  HELLO_JAVA("", Map.of(), Map.of()),
  HELLO_PYTHON("index.py:handler", Map.of(), Map.of()),
  HELLO_NODE("index.mjs:handler", Map.of(), Map.of()),
  PIN_MENU_JAVA("target/pin-menu.jar:org.carillon.examples.pinmenu.PinMenu", Map.of(), Map.of()),
  VOICEMAIL_PYTHON("index.py:handler", Map.of(), Map.of()),
  /** The simulated carrier's 87 answers and presses 1234#. */
  FORWARDING_NODE("index.mjs:handler", Map.of("FORWARD_TO", "+12065550187"), Map.of()),
  MEETING_DIAL_IN_PYTHON("index.py:handler", Map.of("PINS", "123456"), Map.of()),
  /** The customer hangs up after two seconds. */
  CLICK_TO_CALL_NODE("index.mjs:handler", Map.of(), Map.of("customer", "+12065550188"));

  /** What a script has for the number of the example. */
  private static final String NUMBER = "NUMBER";

  private final String code;
  private final Map<String, String> environment;
  private final Map<String, String> arguments;

  Example(String code, Map<String, String> environment, Map<String, String> arguments) {
    this.code = code;
    this.environment = environment;
    this.arguments = arguments;
  }

  /** The example whose folder has this name. */
  static Example named(String folder) throws DemoException {
    return Arrays.stream(values())
        .filter(example -> example.folder().equals(folder))
        .findFirst()
        .orElseThrow(
            () -> new DemoException("there is no example " + folder + "; there are " + folders()));
  }

  /** All names, for people. */
  static String folders() {
    return Arrays.stream(values()).map(Example::folder).collect(Collectors.joining(", "));
  }

  /** The name of its folder, which is its function's name too. */
  String folder() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What its function finds in its environment. */
  Map<String, String> environment() {
    return environment;
  }

  /** The arguments of the call by API that tries it; none when it is called by a telephone. */
  Map<String, String> arguments() {
    return arguments;
  }

  /** Its function, of the folder with all examples. */
  FunctionSpec function(Path examples) throws DemoException {
    if (code.isEmpty()) {
      return FunctionSpec.ofClass(folder(), Hello.class);
    }
    try {
      return FunctionSpec.parse(folder() + "=" + examples.resolve(folder()).resolve(code));
    } catch (IllegalArgumentException e) {
      throw new DemoException(e.getMessage());
    }
  }

  /** What a telephone does to try it; none when it is tried by a call by API. */
  Optional<PhoneScript> script(Path examples, String number) throws IOException {
    Path file = examples.resolve(folder()).resolve("call.txt");
    return Files.exists(file)
        ? Optional.of(PhoneScript.parse(Files.readString(file).replace(NUMBER, number)))
        : Optional.empty();
  }
}
