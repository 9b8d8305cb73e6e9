package org.carillon.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the operator decides about an installation: the file {@code carillon.yaml}, checked.
 *
 * @param stage its name, part of every name in AWS; {@code prod} keeps its data whatever happens
 * @param account the AWS account's id; empty: the one of the credentials
 * @param region where it lives
 * @param secondRegion where it lives too (O10)
 * @param zones the letters of the availability zones of a region, two or more
 * @param domain the names and the certificate (V1); empty: AWS's own names
 * @param media the media service
 * @param retention how long things are kept
 * @param access what the roles may reach besides the stack's own
 * @param identity signed identity of calls out (N13)
 * @param authorities certificates of whose word on callers is believed (N13), as PEM; empty: calls
 *     in are not verified
 * @param alarmEmail who is told of alarms
 * @param packages the folder of what {@code scripts/package} made
 */
record Installation(
    String stage,
    Optional<String> account,
    String region,
    Optional<String> secondRegion,
    List<String> zones,
    Optional<Domain> domain,
    Media media,
    Retention retention,
    Access access,
    Optional<Identity> identity,
    Optional<String> authorities,
    Optional<String> alarmEmail,
    Path packages) {

  private static final Pattern STAGE = Pattern.compile("[a-z][a-z0-9]{0,11}");
  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
  private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]+)+-[1-9]");
  private static final Pattern OTHER_PARTITION =
      Pattern.compile("(cn|us-gov|us-iso[a-z]*|eu-iso[a-z]*)-.*");
  private static final Pattern ZONE = Pattern.compile("[a-f]");
  private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");

  Installation {
    check(STAGE, stage, "stage", "1 to 12 lower-case letters and digits, a letter first");
    account.ifPresent(id -> check(ACCOUNT, id, "account", "twelve digits, in quotation marks"));
    checkRegion(region, "region", "us-east-1");
    secondRegion.ifPresent(it -> checkRegion(it, "secondRegion", "us-west-2"));
    if (secondRegion.isPresent() && secondRegion.get().equals(region)) {
      throw new SettingException("secondRegion", "another region than " + region);
    }
    if (secondRegion.isPresent() && account.isEmpty()) {
      throw new SettingException(
          "account", "twelve digits: with a second region the account must be named");
    }
    zones = List.copyOf(zones);
    if (zones.size() < 2 || zones.stream().distinct().count() != zones.size()) {
      throw new SettingException("zones", "two letters or more, each once, such as [a, b]");
    }
    zones.forEach(zone -> check(ZONE, zone, "zones", "letters from a to f"));
    alarmEmail.ifPresent(it -> check(EMAIL, it, "alarmEmail", "an e-mail address"));
  }

  /**
   * The operator's own domain.
   *
   * @param name such as {@code voice.example.com}
   * @param hostedZoneId its public zone in Route 53
   */
  record Domain(String name, String hostedZoneId) {
    private static final Pattern NAME =
        Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}");
    private static final Pattern ZONE_ID = Pattern.compile("Z[A-Z0-9]{5,31}");

    Domain {
      check(NAME, name, "domain.name", "a DNS domain such as voice.example.com");
      check(
          ZONE_ID,
          hostedZoneId,
          "domain.hostedZoneId",
          "the id of the domain's public hosted zone in Route 53, such as Z0123456789ABC");
    }
  }

  /**
   * The media service on Fargate.
   *
   * @param cpu units of a task, 1,024 are one processor
   * @param memoryMb megabytes of a task
   * @param minTasks tasks when nobody calls, at least two: one a zone
   * @param maxTasks the most tasks
   * @param callsPerTask calls of a task that more tasks are started for
   * @param firstRtpPort the first UDP port for media
   * @param lastRtpPort the last one
   * @param certificate where the certificate of SIP over TLS comes from (V4)
   */
  record Media(
      int cpu,
      int memoryMb,
      int minTasks,
      int maxTasks,
      int callsPerTask,
      int firstRtpPort,
      int lastRtpPort,
      SipCertificate certificate) {

    Media {
      if (!List.of(1024, 2048, 4096, 8192, 16384).contains(cpu)) {
        throw new SettingException("media.cpu", "1024, 2048, 4096, 8192 or 16384");
      }
      checkMemory(cpu, memoryMb);
      within("media.minTasks", minTasks, 2, 100);
      within("media.maxTasks", maxTasks, minTasks, 1_000);
      within("media.callsPerTask", callsPerTask, 1, 10_000);
      within("media.firstRtpPort", firstRtpPort, 1_024, 65_000);
      within("media.lastRtpPort", lastRtpPort, firstRtpPort + 1, 65_535);
      if (lastRtpPort - firstRtpPort < 4 * callsPerTask) {
        throw new SettingException(
            "media.lastRtpPort",
            "higher: a call takes four ports, two a leg, so "
                + callsPerTask
                + " calls take "
                + 4 * callsPerTask);
      }
    }
  }

  /** What Fargate has for a task, from its documentation: gigabytes by processors, in steps. */
  private static void checkMemory(int cpu, int memoryMb) {
    int least = cpu == 16_384 ? 32 : 2 * cpu / 1024;
    int most =
        switch (cpu) {
          case 1024 -> 8;
          case 2048 -> 16;
          case 4096 -> 30;
          case 8192 -> 60;
          default -> 120;
        };
    int step =
        switch (cpu) {
          case 8192 -> 4;
          case 16_384 -> 8;
          default -> 1;
        };
    if (memoryMb < least * 1024 || memoryMb > most * 1024 || memoryMb % (step * 1024) != 0) {
      throw new SettingException(
          "media.memoryMb",
          "for media.cpu %d, as Fargate has it, %d to %d in steps of %d, not %d"
              .formatted(cpu, least * 1024, most * 1024, step * 1024, memoryMb));
    }
  }

  /**
   * How long things are kept, in days.
   *
   * @param logs the logs of functions, tasks and the API
   * @param callLogs the logs of connectors (V9)
   * @param records call detail records and audit files; 0: for ever
   * @param recordings recordings of calls; 0: for ever
   */
  record Retention(int logs, int callLogs, int records, int recordings) {
    private static final Set<Integer> LOG_DAYS = Retentions.DAYS;

    Retention {
      if (!LOG_DAYS.contains(logs)) {
        throw new SettingException("retention.logs", "one of " + LOG_DAYS);
      }
      if (!LOG_DAYS.contains(callLogs)) {
        throw new SettingException("retention.callLogs", "one of " + LOG_DAYS);
      }
      within("retention.records", records, 0, 36_500);
      within("retention.recordings", recordings, 0, 36_500);
    }
  }

  /**
   * What the roles may reach besides the stack's own.
   *
   * @param buckets further buckets for records, recordings, prompts and number lists
   * @param functions names of functions that SIP media applications may invoke; {@code *} at an end
   *     stands for any
   */
  record Access(List<String> buckets, List<String> functions) {
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern FUNCTION = Pattern.compile("[A-Za-z0-9_-]{0,64}\\*?");

    Access {
      buckets = List.copyOf(buckets);
      functions = List.copyOf(functions);
      buckets.forEach(it -> check(BUCKET, it, "access.buckets", "names of S3 buckets"));
      functions.forEach(
          it -> check(FUNCTION, it, "access.functions", "names of functions, such as sma-*"));
      if (functions.isEmpty()) {
        throw new SettingException("access.functions", "at least one name; \"*\" is any function");
      }
    }
  }

  /**
   * Signed identity of calls out (N13).
   *
   * @param keySecret the name of the secret with the private key in PEM form
   * @param certificateUrl where those who are called get the certificate
   */
  record Identity(String keySecret, String certificateUrl) {
    Identity {
      if (!certificateUrl.startsWith("https://")) {
        throw new SettingException("identity.certificateUrl", "an https:// URL");
      }
    }
  }

  /** Whether data outlives the stacks and cannot be deleted by accident. */
  boolean keepsData() {
    return stage.equals("prod");
  }

  /** The tag of the media node's image among the packages; empty: there is none. */
  Optional<String> imageTag() {
    Path tag = packages.resolve("media-image.tag");
    if (!Files.exists(tag)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(tag).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Whether the media nodes of two regions hand calls over to each other (V6): they find each other
   * by names of the domain.
   */
  boolean handsOver() {
    return secondRegion.isPresent() && domain.isPresent();
  }

  /** The region that is not this one; empty where there is one alone. */
  Optional<String> otherRegion(String thisRegion) {
    return secondRegion.map(second -> second.equals(thisRegion) ? region : second);
  }

  /** The name of the secret that the media nodes of both regions share. */
  String regionSecret() {
    return prefix() + "/regions";
  }

  /** The domain of connectors' host names; without one of the operator's, a name nobody serves. */
  String voiceDomain() {
    return domain.map(Domain::name).orElse("carillon." + stage + ".internal");
  }

  /** The first part of every name in AWS. */
  String prefix() {
    return "carillon-" + stage;
  }

  private static void within(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw new SettingException(key, least + " to " + most + ", not " + value);
    }
  }

  /** Regions whose ARNs do not begin with {@code arn:aws:} are AWS of their own. */
  private static void checkRegion(String region, String key, String example) {
    check(REGION, region, key, "an AWS region such as " + example);
    if (OTHER_PARTITION.matcher(region).matches()) {
      throw new SettingException(
          key,
          "a region of the public AWS cloud: "
              + region
              + " is of another partition, with other ARNs and names, which Carillon has not");
    }
  }

  private static void check(Pattern pattern, String value, String key, String wanted) {
    if (!pattern.matcher(value).matches()) {
      throw new SettingException(key, wanted + ", not \"" + value + "\"");
    }
  }
}
