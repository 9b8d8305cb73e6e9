package org.carillon.media.task;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.carillon.aws.AwsSettings;
import org.carillon.core.Account;
import org.carillon.core.calls.CallRules;
import org.carillon.core.routing.RegionNodes;
import org.carillon.core.routing.UnknownSources;
import org.carillon.media.node.NodeConfig;

/**
 * What a task's environment variables say. Those of signed identity are read by {@code
 * CallIdentity}.
 *
 * @param account whose calls it takes
 * @param stores where everything is
 * @param recordings where recordings wait for their buckets; nodes may share it ({@code
 *     CARILLON_RECORDINGS_SPOOL}; the folder {@code recordings} of the spool when not set)
 * @param sipPort SIP over UDP and TCP ({@code CARILLON_SIP_PORT}, 5060)
 * @param tls SIP over TLS; empty without a certificate
 * @param firstRtpPort the first UDP port for media ({@code CARILLON_RTP_PORTS}, 5000-65000)
 * @param lastRtpPort the last one, inclusive
 * @param healthPort the health page's ({@code CARILLON_HEALTH_PORT}, 8080)
 * @param maxCalls calls at once ({@code CARILLON_MAX_CALLS}, 10,000)
 * @param bind addresses to listen on ({@code CARILLON_BIND}); none: those that ECS gave the task
 * @param publicAddress the address that peers reach ({@code CARILLON_PUBLIC_ADDRESS}); empty: the
 *     one that EC2 tells of the task's network interface
 * @param stopTime how long a stop may take before the task is killed ({@code
 *     CARILLON_STOP_SECONDS}, 120)
 * @param unknownSources what calls of strangers are
 * @param dialSipUris whether applications may call SIP URIs
 * @param regions where the other regions' nodes are ({@code CARILLON_REGION_NODES}, {@code
 *     CARILLON_REGION_SECRET})
 */
record TaskSettings(
    Account account,
    AwsSettings stores,
    Path recordings,
    int sipPort,
    Optional<SipTls> tls,
    int firstRtpPort,
    int lastRtpPort,
    int healthPort,
    int maxCalls,
    List<InetAddress> bind,
    Optional<InetAddress> publicAddress,
    Duration stopTime,
    UnknownSources unknownSources,
    boolean dialSipUris,
    RegionNodes regions) {

  private static final Pattern RANGE = Pattern.compile("(\\d{1,5})-(\\d{1,5})");
  private static final Pattern CERTIFICATE =
      Pattern.compile("arn:aws[a-z-]*:acm:[a-z0-9-]+:\\d{12}:certificate/[A-Za-z0-9-]{1,64}");
  private static final int LAST_PORT = 65_535;

  /** The most that Fargate waits. */
  private static final int MOST_STOP_SECONDS = 120;

  /** Time to end calls and to write what is known of them. */
  private static final int LEAST_STOP_SECONDS = 30;

  private static final int MOST_CALLS = 100_000;

  TaskSettings {
    bind = List.copyOf(bind);
  }

  /**
   * Reads them.
   *
   * @throws SettingsException that names all variables that are wrong, and no secret
   */
  static TaskSettings from(Map<String, String> environment) throws SettingsException {
    Reader reader = new Reader(environment);
    Optional<SipTls> tls = reader.tls();
    int[] rtp = reader.range("CARILLON_RTP_PORTS", "5000-65000");
    final int sip = reader.number("CARILLON_SIP_PORT", 5060, 0, LAST_PORT);
    final int health = reader.number("CARILLON_HEALTH_PORT", 8080, 0, LAST_PORT);
    final int calls =
        reader.number("CARILLON_MAX_CALLS", NodeConfig.DEFAULT_MAX_CALLS, 1, MOST_CALLS);
    final int stop =
        reader.number(
            "CARILLON_STOP_SECONDS", MOST_STOP_SECONDS, LEAST_STOP_SECONDS, MOST_STOP_SECONDS);
    List<InetAddress> bind = reader.addresses("CARILLON_BIND");
    List<InetAddress> known = reader.addresses("CARILLON_PUBLIC_ADDRESS");
    if (known.size() > 1) {
      reader.wrong("CARILLON_PUBLIC_ADDRESS is one address.");
    }
    Account account = reader.read(Account::fromEnvironment);
    AwsSettings stores = reader.read(AwsSettings::from);
    UnknownSources unknown = reader.read(UnknownSources::fromEnvironment);
    Boolean uris = reader.read(CallRules::dialSipUris);
    RegionNodes regions = reader.read(RegionNodes::fromEnvironment);
    String recordings = environment.getOrDefault("CARILLON_RECORDINGS_SPOOL", "");
    reader.complain();
    return new TaskSettings(
        account,
        stores,
        recordings.isBlank() ? stores.spool().resolve("recordings") : Path.of(recordings),
        sip,
        tls,
        rtp[0],
        rtp[1],
        health,
        calls,
        bind,
        known.stream().findFirst(),
        Duration.ofSeconds(stop),
        unknown,
        uris,
        regions);
  }

  /** Reads one variable after the other and remembers what is wrong. */
  private static final class Reader {
    private final Map<String, String> environment;
    private final List<String> wrong = new ArrayList<>();

    Reader(Map<String, String> environment) {
      this.environment = environment;
    }

    /** What others read of it. */
    interface Part<T> {
      T from(Map<String, String> environment);
    }

    <T> T read(Part<T> part) {
      try {
        return part.from(environment);
      } catch (IllegalStateException | IllegalArgumentException e) {
        wrong(e.getMessage());
        return null;
      }
    }

    void wrong(String sentence) {
      wrong.add(sentence);
    }

    void complain() throws SettingsException {
      if (!wrong.isEmpty()) {
        throw new SettingsException(String.join(" ", wrong));
      }
    }

    private String text(String name) {
      return environment.getOrDefault(name, "").strip();
    }

    int number(String name, int otherwise, int least, int most) {
      String text = text(name);
      if (text.isEmpty()) {
        return otherwise;
      }
      if (text.matches("\\d{1,6}")) {
        int value = Integer.parseInt(text);
        if (value >= least && value <= most) {
          return value;
        }
      }
      wrong(name + " is " + least + " to " + most + ", not " + text + ".");
      return otherwise;
    }

    int[] range(String name, String otherwise) {
      String text = text(name).isEmpty() ? otherwise : text(name);
      Matcher range = RANGE.matcher(text);
      if (range.matches()) {
        int first = Integer.parseInt(range.group(1));
        int last = Integer.parseInt(range.group(2));
        if (first <= last && last <= LAST_PORT && (first > 0 || last == 0)) {
          return new int[] {first, last};
        }
      }
      wrong(name + " is FROM-TO with ports of 1 to 65535, or 0-0 for any, not " + text + ".");
      return new int[] {0, 0};
    }

    List<InetAddress> addresses(String name) {
      List<InetAddress> all = new ArrayList<>();
      for (String one : text(name).split(",")) {
        if (!one.isBlank()) {
          try {
            all.add(InetAddress.ofLiteral(one.strip()));
          } catch (IllegalArgumentException e) {
            wrong(name + " has addresses and no names, not " + one.strip() + ".");
          }
        }
      }
      return all;
    }

    Optional<SipTls> tls() {
      int port = number("CARILLON_SIP_TLS_PORT", 5061, 0, LAST_PORT);
      String certificates = text("CARILLON_SIP_TLS_CERTIFICATE");
      String key = text("CARILLON_SIP_TLS_KEY");
      if (certificates.isEmpty() && key.isEmpty()) {
        return ofAcm(port);
      }
      if (!certificates.startsWith("-----BEGIN CERTIFICATE")
          || !key.startsWith("-----BEGIN PRIVATE KEY")) {
        wrong(
            "CARILLON_SIP_TLS_CERTIFICATE is PEM text of certificates and CARILLON_SIP_TLS_KEY that"
                + " of their key in PKCS #8 form: set both, or neither.");
        return Optional.empty();
      }
      return Optional.of(new SipTls(port, new SipTls.Given(certificates, key)));
    }

    private Optional<SipTls> ofAcm(int port) {
      String arn = text("CARILLON_SIP_TLS_CERTIFICATE_ARN");
      if (arn.isEmpty()) {
        return Optional.empty();
      }
      if (!CERTIFICATE.matcher(arn).matches()) {
        wrong(
            "CARILLON_SIP_TLS_CERTIFICATE_ARN is the ARN of a certificate of AWS Certificate"
                + " Manager, not "
                + arn
                + ".");
        return Optional.empty();
      }
      return Optional.of(new SipTls(port, new SipTls.OfAcm(arn)));
    }
  }
}
