package org.carillon.local.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code scripts/carillon calls place}: the command line is a telephone in the telephone network,
 * and calls (D6). Reads the arguments; the call itself is {@link PlacedCall}, so that no other
 * command loads SIP.
 */
@Command(
    name = "place",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Calls a number, as somebody in the telephone network does, and shows what happens. Exit"
            + " status 0 when the call was answered, 1 when not.")
final class PlaceCall implements Callable<Integer> {
  private static final Pattern CALLEE =
      Pattern.compile("(\\+?[0-9]{2,15})(?:@([A-Za-z0-9.-]{1,253}))?");
  private static final Pattern CALLER = Pattern.compile("\\+?[0-9]{2,15}");
  private static final Pattern KEYS = Pattern.compile("[0-9*#A-Da-d,]{1,128}");
  private static final Pattern TRUNK =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.%]+)\\]|([^:\\[\\]]+))(?::([0-9]{1,5}))?");
  private static final int SIP_PORT = 5060;
  private static final int LONGEST = 3600;

  private final PrintStream out;
  private final PrintStream err;
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "NUMBER[@HOST]",
      description =
          "The number to call, such as +12065550100. With the outbound host name of a Voice"
              + " Connector behind it the call goes out through that connector.")
  private String callee;

  @Option(
      names = "--from",
      paramLabel = "NUMBER",
      defaultValue = "+12065550199",
      description = "The caller's number. Default: ${DEFAULT-VALUE}.")
  private String from;

  @Option(
      names = "--press",
      paramLabel = "KEYS",
      defaultValue = "",
      description =
          "Keys to press a second after the answer: 0-9 * # A-D, a comma is half a second.")
  private String press;

  @Option(
      names = "--hear",
      paramLabel = "FILE.wav",
      description = "Where to write what was heard; at most ten minutes are kept.")
  private Path hear;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "30",
      description =
          "How long it may ring, and how long the call lasts at most: 1 to 3600."
              + " Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--trunk",
      paramLabel = "HOST[:PORT]",
      defaultValue = "127.0.0.1:5060",
      description = "Where Carillon takes SIP. Default: ${DEFAULT-VALUE}.")
  private String trunk;

  PlaceCall(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() throws InterruptedException {
    Matcher number = CALLEE.matcher(callee);
    if (!number.matches()) {
      throw wrong("the number is one such as +12065550100, with @HOST or without; not", callee);
    }
    if (!CALLER.matcher(from).matches()) {
      throw wrong("--from is a number such as +12065550199; not", from);
    }
    if (!press.isEmpty() && !KEYS.matcher(press).matches()) {
      throw wrong("--press takes 0-9 * # A-D and comma, 128 at most; not", press);
    }
    if (seconds < 1 || seconds > LONGEST) {
      throw wrong("--seconds is 1 to " + LONGEST + "; not", Integer.toString(seconds));
    }
    String host = number.group(2) == null ? "" : number.group(2);
    InetSocketAddress sip = trunk();
    try {
      var call =
          new PlacedCall(
              from, number.group(1), host, sip, press, Duration.ofSeconds(seconds), hear);
      return call.place(localAddress(sip), out) ? 0 : 1;
    } catch (IOException e) {
      err.println("carillon: " + e.getMessage());
      return 1;
    }
  }

  private InetSocketAddress trunk() {
    Matcher given = TRUNK.matcher(trunk);
    int port = SIP_PORT;
    if (given.matches() && given.group(3) != null) {
      port = Integer.parseInt(given.group(3));
    }
    if (!given.matches() || port < 1 || port > 65_535) {
      throw wrong("--trunk is HOST or HOST:PORT, an IPv6 address in brackets; not", trunk);
    }
    String host = given.group(1) == null ? given.group(2) : given.group(1);
    try {
      return new InetSocketAddress(InetAddress.getByName(host), port);
    } catch (UnknownHostException e) {
      throw wrong("--trunk: no such host:", host);
    }
  }

  /** The address of this machine that the other side is reached from. */
  private static InetAddress localAddress(InetSocketAddress remote) throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(remote); // sends nothing
      return socket.getLocalAddress();
    }
  }

  private ParameterException wrong(String rule, String value) {
    return new ParameterException(spec.commandLine(), rule + " '" + value + "'.");
  }
}
