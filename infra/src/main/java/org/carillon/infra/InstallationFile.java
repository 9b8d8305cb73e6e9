package org.carillon.infra;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads {@code carillon.yaml}. What is not in it has the value that README and file say. */
final class InstallationFile {

  private static final int MAX_CHARACTERS = 100_000;

  private InstallationFile() {}

  /**
   * The installation that a text describes.
   *
   * @param yaml the file's text; empty: everything as it comes
   * @param folder where files are that it names
   * @param packages the folder of what {@code scripts/package} made
   * @throws SettingException when a setting is unknown or wrong
   */
  static Installation read(String yaml, Path folder, Path packages) {
    Section all = new Section("", document(yaml));
    Section domain = all.section("domain");
    Section media = all.section("media");
    Section retention = all.section("retention");
    Section access = all.section("access");
    Section identity = all.section("identity");
    Installation installation =
        new Installation(
            all.text("stage").orElse("dev"),
            all.text("account"),
            all.text("region").orElse("us-east-1"),
            all.text("secondRegion"),
            all.texts("zones").orElse(List.of("a", "b")),
            domain.isGiven()
                ? Optional.of(
                    new Installation.Domain(domain.needed("name"), domain.needed("hostedZoneId")))
                : Optional.empty(),
            new Installation.Media(
                media.number("cpu", 2048),
                media.number("memoryMb", 4096),
                media.number("minTasks", 2),
                media.number("maxTasks", 20),
                media.number("callsPerTask", 1000),
                media.number("firstRtpPort", 5000),
                media.number("lastRtpPort", 65_000),
                SipCertificate.of(media.text("certificate"), domain.isGiven())),
            new Installation.Retention(
                retention.number("logs", 30),
                retention.number("callLogs", 90),
                retention.number("records", 0),
                retention.number("recordings", 0)),
            new Installation.Access(
                access.texts("buckets").orElse(List.of()),
                access.texts("functions").orElse(List.of("*"))),
            identity(identity),
            identity.text("authorities").map(name -> StirAuthorities.read(file(folder, name))),
            all.text("alarmEmail"),
            packages);
    List.of(all, domain, media, retention, access, identity).forEach(Section::refuseUnknown);
    return installation;
  }

  /** Calls may be verified without any being signed. */
  private static Optional<Installation.Identity> identity(Section identity) {
    if (identity.text("keySecret").isEmpty() && identity.text("certificateUrl").isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Installation.Identity(identity.needed("keySecret"), identity.needed("certificateUrl")));
  }

  private static Path file(Path folder, String name) {
    try {
      return folder.resolve(name);
    } catch (InvalidPathException e) {
      throw new SettingException("identity.authorities", "the name of a file");
    }
  }

  private static Object document(String yaml) {
    if (yaml.length() > MAX_CHARACTERS) {
      throw new SettingException("carillon.yaml", "at most " + MAX_CHARACTERS + " characters");
    }
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setMaxAliasesForCollections(0);
    try {
      Object document = new Yaml(new SafeConstructor(options)).load(yaml);
      return document == null ? Map.of() : document;
    } catch (YAMLException e) {
      throw new SettingException("carillon.yaml", "YAML, which this is not: " + e.getMessage());
    }
  }

  /** One map of the file; remembers which of its members were asked for. */
  private static final class Section {
    private final String name;
    private final Map<?, ?> members;
    private final TreeSet<String> known = new TreeSet<>();

    Section(String name, Object value) {
      this.name = name;
      if (!(value instanceof Map<?, ?> map)) {
        throw new SettingException(name.isEmpty() ? "carillon.yaml" : name, "names with values");
      }
      this.members = map;
    }

    boolean isGiven() {
      return !members.isEmpty();
    }

    Section section(String member) {
      Object value = get(member);
      return new Section(member, value == null ? Map.of() : value);
    }

    Optional<String> text(String member) {
      Object value = get(member);
      if (value == null) {
        return Optional.empty();
      }
      if (!(value instanceof String text)) {
        throw new SettingException(key(member), "a text; put it in quotation marks: " + value);
      }
      return Optional.of(text);
    }

    String needed(String member) {
      return text(member)
          .orElseThrow(
              () -> new SettingException(key(member), "missing: the other settings need it"));
    }

    int number(String member, int otherwise) {
      Object value = get(member);
      if (value == null) {
        return otherwise;
      }
      if (!(value instanceof Integer number)) {
        throw new SettingException(key(member), "a whole number, not " + value);
      }
      return number;
    }

    Optional<List<String>> texts(String member) {
      Object value = get(member);
      if (value == null) {
        return Optional.empty();
      }
      List<String> texts = new ArrayList<>();
      if (value instanceof List<?> list) {
        list.forEach(it -> texts.add(String.valueOf(it)));
        return Optional.of(texts);
      }
      throw new SettingException(key(member), "a list, such as [one, two]");
    }

    void refuseUnknown() {
      for (Object member : members.keySet()) {
        if (!known.contains(String.valueOf(member))) {
          throw new SettingException(
              key(String.valueOf(member)),
              "not a setting; " + (name.isEmpty() ? "there are " : name + " has ") + known);
        }
      }
    }

    private Object get(String member) {
      known.add(member);
      return members.get(member);
    }

    private String key(String member) {
      return name.isEmpty() ? member : name + "." + member;
    }
  }
}
