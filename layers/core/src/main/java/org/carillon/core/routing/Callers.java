package org.carillon.core.routing;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.carillon.core.identity.HeaderList;
import org.carillon.core.numbers.E164;

/** Who an INVITE says is calling (RFC 3261 section 8.1.1.3, RFC 3323, RFC 3325). */
final class Callers {

  /** Asks the next to hide who calls (RFC 3323 section 4.2, RFC 3325 section 9.3). */
  static final String PRIVACY = "Privacy";

  static final String PRIVATE = "id";

  private static final int MAX_LENGTH = 128;

  /** Longest header with identities that is read, in characters. */
  private static final int MAX_IDENTITIES = 1024;

  /** A name-addr or addr-spec (RFC 3261 section 25.1) up to the end of the user part. */
  private static final Pattern ADDRESS =
      Pattern.compile(
          "\\s*+(?:\"(?:[^\"\\\\]|\\\\.)*+\"\\s*+<|[^\"<:,]*+<)?"
              + "(?:tel:|sips?:(?=[^>,]*@))(?<user>[^@>;,]*+)",
          Pattern.CASE_INSENSITIVE);

  private static final String ANONYMOUS = "anonymous";

  /** A number of the North American plan without its plus sign. */
  private static final Pattern NATIONAL = Pattern.compile("1?([2-9]\\d{2}[2-9]\\d{6})");

  private static final Pattern EXTENSION = Pattern.compile("\\d{1,15}");
  private static final List<String> HIDING = List.of("id", "user");

  private Callers() {}

  /**
   * The caller for an application. Callers need no number: anonymous calls and private extensions
   * come in as they name themselves.
   */
  static String named(InviteFacts facts) {
    return DialledNumber.parse(facts.fromUser())
        .orElseGet(() -> facts.fromUser().isEmpty() ? ANONYMOUS : cut(facts.fromUser()));
  }

  /** The caller for another trunk: as {@link #named}, but nothing for one who stays hidden. */
  static String shown(InviteFacts facts) {
    return isPrivate(facts) ? "" : named(facts);
  }

  /** Whether the caller stays hidden from the callee. */
  static boolean isPrivate(InviteFacts facts) {
    return facts.fromUser().isEmpty()
        || facts.fromUser().equalsIgnoreCase(ANONYMOUS)
        || header(facts, PRIVACY)
            .map(value -> value.toLowerCase(Locale.ROOT).split("[;,\\s]+"))
            .filter(values -> Stream.of(values).anyMatch(HIDING::contains))
            .isPresent();
  }

  /**
   * The numbers a customer's equipment names as its caller, the most telling first: From, and for
   * anonymous calls the identity headers. A plus sign may be missing; since it is only a guess that
   * it is, such a number is good to be looked for in the inventory and for nothing else.
   */
  static List<String> numbers(InviteFacts facts) {
    return users(facts)
        .flatMap(user -> DialledNumber.parse(user).or(() -> withPlus(user)).stream())
        .distinct()
        .toList();
  }

  /**
   * Whom emergency services call back when the caller is not known here (E3): the first E.164 or
   * national number the call names, else an extension as it is; no digit is made up.
   *
   * @param national what is before a national number; empty when that is not known
   */
  static Optional<String> callback(InviteFacts facts, Optional<String> national) {
    return users(facts)
        .flatMap(user -> DialledNumber.parse(user).or(() -> fromNational(user, national)).stream())
        .findFirst()
        .or(
            () ->
                users(facts)
                    .map(DialledNumber::plain)
                    .filter(user -> EXTENSION.matcher(user).matches())
                    .findFirst());
  }

  private static Optional<String> fromNational(String user, Optional<String> national) {
    Matcher number = NATIONAL.matcher(DialledNumber.plain(user));
    return national.filter(code -> number.matches()).map(code -> code + number.group(1));
  }

  private static Stream<String> users(InviteFacts facts) {
    return Stream.of(
            Stream.of(facts.fromUser()),
            users(facts, "P-Asserted-Identity"),
            users(facts, "P-Preferred-Identity"))
        .flatMap(all -> all);
  }

  /**
   * The caller's number as a carrier asserts it, else as From has it; a signature is over that. Of
   * two asserted identities, a {@code sip} and a {@code tel} URI (RFC 3325 section 9.1), it is the
   * first that is a number.
   */
  static Optional<String> asserted(InviteFacts facts) {
    return users(facts, "P-Asserted-Identity")
        .flatMap(user -> DialledNumber.parse(user).stream())
        .findFirst()
        .or(() -> DialledNumber.parse(facts.fromUser()));
  }

  private static Optional<String> withPlus(String user) {
    return user.length() <= MAX_LENGTH && !user.startsWith("%") ? E164.of(user) : Optional.empty();
  }

  /** The user parts of a header's URIs, {@code sip}, {@code sips} or {@code tel}. */
  private static Stream<String> users(InviteFacts facts, String name) {
    return header(facts, name)
        .filter(value -> value.length() <= MAX_IDENTITIES)
        .map(HeaderList::values)
        .orElse(List.of())
        .stream()
        .flatMap(value -> userPart(value).stream());
  }

  /**
   * The user part of a URI with escapes decoded; a display name before it may have any character.
   */
  private static Optional<String> userPart(String value) {
    Matcher address = ADDRESS.matcher(value);
    return address.lookingAt()
        ? Optional.of(decoded(address.group("user").strip()))
        : Optional.empty();
  }

  private static String decoded(String user) {
    try {
      return URLDecoder.decode(user.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEscaped) {
      return user;
    }
  }

  static Optional<String> header(InviteFacts facts, String name) {
    for (Map.Entry<String, String> header : facts.headers().entrySet()) {
      if (header.getKey().equalsIgnoreCase(name)) {
        return Optional.of(header.getValue());
      }
    }
    return Optional.empty();
  }

  static String cut(String text) {
    return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH);
  }
}
