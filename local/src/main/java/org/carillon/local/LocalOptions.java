package org.carillon.local;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.carillon.core.Account;
import org.carillon.core.timeline.Invocation.DigitsShown;
import org.carillon.local.functions.FunctionSpec;
import picocli.CommandLine.Option;

/**
 * The options of {@code scripts/run-local}. Each may be given as an environment variable as well;
 * the option counts when both are there.
 */
@picocli.CommandLine.Command
final class LocalOptions {
  private static final int LAST_PORT = 65_535;

  /** Thrown for a value that cannot be; the message names the option and the rule. */
  static final class InvalidOptionException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidOptionException(String message) {
      super(message);
    }
  }

  @Option(
      names = "--api-port",
      paramLabel = "PORT",
      description = "Port of the API; 0: any free one. Default: 4680. [CARILLON_API_PORT]")
  String apiPort;

  @Option(
      names = "--sip-port",
      paramLabel = "PORT",
      description =
          "Port of SIP over UDP and TCP; 0: any free one. Default: 5060. [CARILLON_SIP_PORT]")
  String sipPort;

  @picocli.CommandLine.Mixin TlsOptions tls = new TlsOptions();

  @Option(
      names = "--rtp-ports",
      paramLabel = "FROM-TO",
      description =
          "UDP ports for audio; 0-0: any free ones. Default: 20000-29999. [CARILLON_RTP_PORTS]")
  String rtpPorts;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS[,ADDRESS...]",
      description =
          "Addresses of this machine to listen on. Default: 127.0.0.1 and, where there is IPv6,"
              + " ::1. [CARILLON_BIND]")
  String bind;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Folder everything is kept in; made when missing. Default: ./carillon-data."
              + " [CARILLON_DATA]")
  String data;

  @Option(
      names = "--region",
      paramLabel = "REGION",
      description =
          "Region of all resources. Default: us-east-1, with --aws that of AWS_REGION."
              + " [CARILLON_REGION]")
  String region;

  @Option(
      names = "--account",
      paramLabel = "ID",
      description =
          "Account of all resources, twelve digits. Default: 111122223333; to be given with --aws."
              + " [CARILLON_ACCOUNT]")
  String account;

  @Option(
      names = "--function",
      paramLabel = "NAME=FILE:HANDLER",
      description =
          "A function to serve, as often as wanted: Python (index.py:handler), Node"
              + " (index.mjs:handler) or Java (app.jar:example.Hello, Hello.java:Hello::handle)."
              + " Its ARN is arn:aws:lambda:REGION:ACCOUNT:function:NAME. Default: the Java"
              + " example hello. [CARILLON_FUNCTION, several separated by ';']")
  List<String> functions;

  @Option(
      names = "--carrier",
      paramLabel = "NAME",
      description =
          "simulated: a carrier for trials runs beside it and behaves by the last digits of the"
              + " number it is called on. none: it does not. Default: simulated, with --aws none."
              + " [CARILLON_CARRIER]")
  String carrier;

  @Option(
      names = "--aws",
      description =
          "Keep resources, objects and call facts in AWS, and invoke functions there, with the"
              + " default credentials and region; AWS_ENDPOINT_URL is honoured. CARILLON_TABLE,"
              + " CARILLON_QUEUE_URL and CARILLON_KMS_KEY say where. [CARILLON_AWS=true]")
  boolean aws;

  @Option(
      names = "--show-digits",
      description =
          "Show the digits that callers press in the log and in timelines of calls. They may be"
              + " PINs and card numbers, so that without this only their number is shown."
              + " [CARILLON_SHOW_DIGITS=true]")
  boolean showDigits;

  /** All values, checked. */
  LocalConfig check(Map<String, String> environment) throws InvalidOptionException {
    int[] rtp = rtpPorts(environment);
    boolean onAws = aws(environment);
    return new LocalConfig(
        port("--api-port", apiPort, 4680, environment),
        port("--sip-port", sipPort, 5060, environment),
        tls.check(environment),
        rtp[0],
        rtp[1],
        addresses(environment),
        dataFolder(environment),
        account(onAws, environment),
        functions(environment),
        onAws,
        simulatedCarrier(onAws, environment),
        digits(environment));
  }

  /** Whether AWS is to stand behind the ports. */
  private boolean aws(Map<String, String> environment) throws InvalidOptionException {
    return flag("CARILLON_AWS", environment) || aws;
  }

  private DigitsShown digits(Map<String, String> environment) throws InvalidOptionException {
    boolean plain = flag("CARILLON_SHOW_DIGITS", environment) || showDigits;
    return plain ? DigitsShown.PLAIN : DigitsShown.MASKED;
  }

  private static boolean flag(String variable, Map<String, String> environment)
      throws InvalidOptionException {
    String given = environment.getOrDefault(variable, "false");
    if (!given.equals("true") && !given.equals("false")) {
      throw new InvalidOptionException(variable + " is true or false, not '" + given + "'.");
    }
    return given.equals("true");
  }

  static int port(String option, String given, int unless, Map<String, String> environment)
      throws InvalidOptionException {
    String text = value(option, given, Integer.toString(unless), environment);
    int port = number(text);
    if (port < 0 || port > LAST_PORT) {
      throw invalid(option, given, "is a port, 0 to " + LAST_PORT, text);
    }
    return port;
  }

  private int[] rtpPorts(Map<String, String> environment) throws InvalidOptionException {
    String text = value("--rtp-ports", rtpPorts, "20000-29999", environment);
    int dash = text.indexOf('-');
    int first = dash < 0 ? -1 : number(text.substring(0, dash));
    int last = dash < 0 ? -1 : number(text.substring(dash + 1));
    boolean any = first == 0 && last == 0;
    if (!any && (first < 1 || last > LAST_PORT || first + (first & 1) + 1 > last)) {
      throw invalid(
          "--rtp-ports",
          rtpPorts,
          "is FROM-TO within 1-65535 with an even port and the odd one after it, or 0-0",
          text);
    }
    return new int[] {first, last};
  }

  private static int number(String text) {
    return text.matches("\\d{1,5}") ? Integer.parseInt(text) : -1;
  }

  private List<InetAddress> addresses(Map<String, String> environment)
      throws InvalidOptionException {
    String text = value("--bind", bind, "", environment);
    List<InetAddress> addresses = new ArrayList<>();
    try {
      if (text.isEmpty()) {
        addresses.add(InetAddress.ofLiteral("127.0.0.1"));
        InetAddress six = InetAddress.ofLiteral("::1");
        if (NetworkInterface.getByInetAddress(six) != null) {
          addresses.add(six);
        }
        return addresses;
      }
      for (String one : text.split(",", -1)) {
        InetAddress address = InetAddress.getByName(one.strip());
        boolean ours =
            address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null;
        if (one.isBlank() || !ours) {
          throw invalid("--bind", bind, "names addresses of this machine", one);
        }
        addresses.add(address);
      }
    } catch (UnknownHostException | SocketException e) {
      throw invalid("--bind", bind, "names addresses of this machine", text);
    }
    return addresses;
  }

  private Path dataFolder(Map<String, String> environment) throws InvalidOptionException {
    String text = value("--data", data, "./carillon-data", environment);
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw invalid("--data", data, "is the path of a folder", text);
    }
  }

  private Account account(boolean onAws, Map<String, String> environment)
      throws InvalidOptionException {
    String id = value("--account", account, onAws ? "" : "111122223333", environment);
    if (id.isEmpty()) {
      throw new InvalidOptionException(
          "--account: with --aws say whose resources they are, such as --account 123456789012;"
              + " others of the same table would not see them else.");
    }
    String home = onAws ? environment.getOrDefault("AWS_REGION", "us-east-1") : "us-east-1";
    String in = value("--region", region, home, environment);
    try {
      return new Account(id, in);
    } catch (IllegalArgumentException e) {
      String option = id.matches("\\d{12}") ? "--region" : "--account";
      throw new InvalidOptionException(option + ": " + e.getMessage());
    }
  }

  private List<FunctionSpec> functions(Map<String, String> environment)
      throws InvalidOptionException {
    List<String> given = functions;
    if (given == null) {
      String all = environment.getOrDefault("CARILLON_FUNCTION", "");
      given = Arrays.stream(all.split(";", -1)).map(String::strip).toList();
    }
    List<FunctionSpec> specs = new ArrayList<>();
    for (String text : given) {
      if (text.isEmpty()) {
        continue;
      }
      try {
        specs.add(FunctionSpec.parse(text));
      } catch (IllegalArgumentException e) {
        throw new InvalidOptionException("--function: " + e.getMessage());
      }
    }
    return specs;
  }

  private boolean simulatedCarrier(boolean onAws, Map<String, String> environment)
      throws InvalidOptionException {
    String name = value("--carrier", carrier, onAws ? "none" : "simulated", environment);
    if (!name.equals("simulated") && !name.equals("none")) {
      throw invalid("--carrier", carrier, "is simulated or none", name);
    }
    if (onAws && name.equals("simulated")) {
      throw invalid("--carrier", carrier, "is none with --aws: bring carriers of your own", name);
    }
    return name.equals("simulated");
  }

  static String value(String option, String given, String unless, Map<String, String> environment) {
    return given != null ? given : environment.getOrDefault(variable(option), unless);
  }

  private static String variable(String option) {
    return "CARILLON_" + option.substring(2).toUpperCase(java.util.Locale.ROOT).replace('-', '_');
  }

  static InvalidOptionException invalid(String option, String given, String rule, String text) {
    String name = given != null ? option : variable(option);
    return new InvalidOptionException(name + " " + rule + "; not '" + text + "'.");
  }
}
