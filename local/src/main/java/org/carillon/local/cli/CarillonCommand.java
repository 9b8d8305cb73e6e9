package org.carillon.local.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.carillon.contract.ApiOperation;
import org.carillon.contract.Contract;
import org.carillon.contract.InputMember;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code scripts/carillon}: every operation of the operator's API as a command, made of its model,
 * and calls to try things with. Data goes to standard output, words to standard error. Exit status:
 * 0 done, 1 refused or not reached, 2 wrong arguments.
 */
public final class CarillonCommand {

  private static final String NAME = "carillon";
  private static final String JSON = "--json";
  private static final String NO_WAIT = "--no-wait";
  private static final String CALLS = "calls";
  private static final int RECENT_CALLS = 25;

  private final Contract contract = Contract.loadOperator();
  private final Map<CommandSpec, ApiOperation> operations = new LinkedHashMap<>();
  private final Map<String, String> environment;
  private final PrintStream out;
  private final PrintStream err;

  private CarillonCommand(Map<String, String> environment, PrintStream out, PrintStream err) {
    this.environment = environment;
    this.out = out;
    this.err = err;
  }

  /** Does one command and ends the process with its exit status. */
  public static void main(String[] args) {
    // Commands tell what happens; of the log, what went wrong is enough.
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.exit(run(System.getenv(), out, System.err, args));
  }

  /** As {@link #main}, for any environment and output. */
  public static int run(
      Map<String, String> environment, PrintStream out, PrintStream err, String... args) {
    // picocli loads Groovy when it finds it, for a second, and Groovy comes with the synthesiser.
    System.setProperty("picocli.disable.closures", "true");
    var command = new CarillonCommand(environment, out, err);
    var line = new CommandLine(command.tree(args.length > 0 ? args[0] : ""));
    line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
    line.setExecutionStrategy(command::execute);
    line.setParameterExceptionHandler(
        (wrong, given) -> {
          err.println(NAME + ": " + wrong.getMessage());
          err.println(
              "Run " + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help.");
          return CommandLine.ExitCode.USAGE;
        });
    return line.execute(args);
  }

  /** The commands of the one group that was asked for: making all would take most of the time. */
  private CommandSpec tree(String asked) {
    CommandSpec root =
        CommandSpec.create()
            .name(NAME)
            .mixinStandardHelpOptions(true)
            .version("Carillon 0.1.0-SNAPSHOT");
    root.usageMessage()
        .description(
            "The operator's command line. It talks to CARILLON_ENDPOINT (http://127.0.0.1:4680)"
                + " with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. A value file://PATH is read"
                + " from a file.");
    Map<String, CommandSpec> groups = new TreeMap<>();
    for (ApiOperation operation : contract.operatorOperations()) {
      List<String> words = Words.of(operation);
      CommandSpec group = groups.computeIfAbsent(words.getFirst(), CarillonCommand::group);
      if (words.getFirst().equals(asked)) {
        group.addSubcommand(words.getLast(), leaf(operation, words.getLast()));
      }
    }
    // not an operation of the API: this command line is a telephone itself then
    CommandSpec calls = groups.computeIfAbsent(CALLS, CarillonCommand::group);
    if (asked.equals(CALLS)) {
      calls.addSubcommand("place", CommandSpec.forAnnotatedObject(new PlaceCall(out, err)));
    }
    groups.forEach(root::addSubcommand);
    return root;
  }

  private static CommandSpec group(String name) {
    CommandSpec group = CommandSpec.create().name(name).mixinStandardHelpOptions(true);
    group.usageMessage().description("Commands for " + name.replace('-', ' ') + ".");
    return group;
  }

  /** What a request needs can be given in order, without its option's name. */
  private CommandSpec leaf(ApiOperation operation, String verb) {
    CommandSpec leaf = CommandSpec.create().name(verb).mixinStandardHelpOptions(true);
    leaf.usageMessage().description(operation.name() + " of the operator's API.");
    leaf.addOption(
        OptionSpec.builder(JSON).arity("0").type(boolean.class).description("Print JSON.").build());
    if (JobProgress.starts(operation)) {
      leaf.addOption(
          OptionSpec.builder(NO_WAIT)
              .arity("0")
              .type(boolean.class)
              .description("Do not wait for the end of the job.")
              .build());
    }
    int position = 0;
    for (InputMember member : contract.inputMembers(operation)) {
      if (!member.name().equals("NextToken")) {
        leaf.addOption(
            OptionSpec.builder("--" + Words.kebab(member.name()))
                .type(String.class)
                .paramLabel(label(member))
                .description(description(member))
                .build());
      }
      if (member.required()) {
        leaf.addPositional(
            PositionalParamSpec.builder()
                .index(Integer.toString(position++))
                .arity("0..1")
                .type(String.class)
                .paramLabel(member.name())
                .description("The same as --" + Words.kebab(member.name()) + ".")
                .build());
      }
    }
    operations.put(leaf, operation);
    return leaf;
  }

  private static String label(InputMember member) {
    return member.kind() == InputMember.Kind.DOCUMENT ? "JSON" : member.kind().name();
  }

  private static String description(InputMember member) {
    String choices =
        member.choices().isEmpty() ? "" : " One of " + String.join(", ", member.choices()) + ".";
    return (member.required() ? "Needed." : "Optional.") + choices;
  }

  private int execute(ParseResult parsed) {
    Integer help = CommandLine.executeHelpRequest(parsed);
    if (help != null) {
      return help;
    }
    ParseResult leaf = parsed;
    while (leaf.hasSubcommand()) {
      leaf = leaf.subcommand();
    }
    if (leaf.commandSpec().userObject() instanceof PlaceCall call) {
      return place(call);
    }
    ApiOperation operation = operations.get(leaf.commandSpec());
    if (operation == null) {
      leaf.commandSpec().commandLine().usage(err);
      return CommandLine.ExitCode.USAGE;
    }
    try {
      boolean wait = JobProgress.starts(operation) && !leaf.hasMatchedOption(NO_WAIT);
      return call(operation, input(operation, leaf), leaf.hasMatchedOption(JSON), wait);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      err.println(NAME + ": stopped; the job goes on.");
      return CommandLine.ExitCode.SOFTWARE;
    } catch (MissingException missing) {
      err.println(NAME + ": " + missing.getMessage());
      return CommandLine.ExitCode.USAGE;
    } catch (CommandFailedException failed) {
      err.println(NAME + ": " + failed.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
  }

  private int place(PlaceCall call) {
    try {
      return call.call();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      err.println(NAME + ": stopped; the call is over.");
      return CommandLine.ExitCode.SOFTWARE;
    }
  }

  /** A needed value was not given. */
  private static final class MissingException extends Exception {
    private static final long serialVersionUID = 1L;

    private MissingException(String message) {
      super(message);
    }
  }

  private Map<String, Object> input(ApiOperation operation, ParseResult leaf)
      throws CommandFailedException, MissingException {
    Map<String, Object> input = new LinkedHashMap<>();
    int position = 0;
    for (InputMember member : contract.inputMembers(operation)) {
      String option = "--" + Words.kebab(member.name());
      Optional<String> typed = Optional.ofNullable(leaf.matchedOptionValue(option, null));
      if (member.required() && typed.isEmpty()) {
        typed = Optional.ofNullable(leaf.matchedPositionalValue(position++, null));
        if (typed.isEmpty()) {
          throw new MissingException(
              "%s is needed: give it as %s.".formatted(member.name(), option));
        }
      }
      if (typed.isPresent()) {
        input.put(member.name(), TypedValue.of(member, typed.get()));
      }
    }
    return input;
  }

  private int call(ApiOperation operation, Map<String, Object> input, boolean json, boolean wait)
      throws CommandFailedException, InterruptedException {
    ApiClient client = ApiClient.of(environment, contract);
    if (operation.name().equals("ListCalls")) {
      input.putIfAbsent("MaxResults", RECENT_CALLS); // a day of a busy trunk fills many screens
    }
    Map<String, Object> answer = client.call(operation, input);
    while (answer.get("NextToken") instanceof String token && !input.containsKey("MaxResults")) {
      Map<String, Object> next = new LinkedHashMap<>(input);
      next.put("NextToken", token);
      answer = Answers.joined(answer, client.call(operation, next));
    }
    if (wait) {
      answer = new JobProgress(contract, client, err).follow(answer);
    }
    Answers.text(operation, answer, json).ifPresentOrElse(out::println, () -> err.println("Done."));
    return JobProgress.failed(answer) ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
  }
}
