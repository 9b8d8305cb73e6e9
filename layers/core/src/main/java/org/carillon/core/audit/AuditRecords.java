package org.carillon.core.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.carillon.contract.Api;
import org.carillon.contract.ApiException;
import org.carillon.contract.ApiOperation;
import org.carillon.contract.Json;
import org.carillon.contract.Redaction;
import org.carillon.core.Account;
import org.carillon.core.Ids;
import org.carillon.core.access.Principal;

/**
 * CloudTrail's record of a call ("CloudTrail record contents", version 1.08), secrets taken out.
 * Immutable.
 */
public final class AuditRecords {

  /** Parameters and answers above this are left out, in bytes of JSON: a record stays small. */
  static final int MAX_PART_BYTES = 64 * 1024;

  private static final int MAX_TEXT = 1024;
  private static final Pattern READ_ONLY = Pattern.compile("(Get|List|Search|Simulate|Validate).*");
  private static final Pattern CLAIMED_KEY = Pattern.compile("Credential=(\\w{4,128})/");

  /** CloudFormation's names, by the first part of the ARN's resource. */
  private static final Map<String, String> TYPES =
      Map.of(
          "vc", "AWS::Chime::VoiceConnector",
          "vcg", "AWS::Chime::VoiceConnectorGroup",
          "sma", "AWS::Chime::SipMediaApplication",
          "voice-profile", "AWS::Chime::VoiceProfile",
          "voice-profile-domain", "AWS::Chime::VoiceProfileDomain",
          "media-pipeline", "AWS::Chime::MediaPipeline",
          "meeting", "AWS::Chime::Meeting",
          "user", "AWS::IAM::User",
          "policy", "AWS::IAM::Policy");

  private final Account account;
  private final Redaction redaction;

  /** Records of this account's calls. */
  public AuditRecords(Account account, Redaction redaction) {
    this.account = account;
    this.redaction = redaction;
  }

  /** The record of a call. */
  public Map<String, Object> of(ApiCall call) {
    ApiOperation operation = call.route().operation();
    boolean readOnly = READ_ONLY.matcher(operation.name()).matches();
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("eventVersion", "1.08");
    entry.put("userIdentity", identity(call));
    entry.put("eventTime", call.time().truncatedTo(ChronoUnit.SECONDS).toString());
    entry.put("eventSource", operation.api() == Api.OPERATOR ? "carillon" : "chime.amazonaws.com");
    entry.put("eventName", operation.name());
    entry.put("awsRegion", account.region());
    entry.put("sourceIPAddress", call.request().sourceIp());
    entry.put("userAgent", shortened(call.request().header("user-agent").orElse("")));
    call.error().ifPresent(error -> putError(entry, error, operation.api()));
    entry.put(
        "requestParameters",
        call.input().map(it -> fitting(redaction.input(operation, it))).orElse(null));
    entry.put(
        "responseElements",
        call.output()
            .filter(it -> !readOnly)
            .map(it -> fitting(redaction.output(operation, it)))
            .orElse(null));
    entry.put("requestID", call.requestId());
    entry.put("eventID", Ids.guid());
    entry.put("readOnly", readOnly);
    List<Map<String, Object>> resources =
        call.arns().stream().filter(arn -> !arn.equals("*")).map(this::resource).toList();
    if (!resources.isEmpty()) {
      entry.put("resources", resources);
    }
    entry.put("eventType", "AwsApiCall");
    entry.put("managementEvent", true);
    entry.put("recipientAccountId", account.id());
    entry.put("eventCategory", "Management");
    return entry;
  }

  private static void putError(Map<String, Object> entry, ApiException error, Api api) {
    entry.put("errorCode", error.type().in(api).wireName());
    entry.put("errorMessage", shortened(error.getMessage()));
  }

  private Map<String, Object> identity(ApiCall call) {
    return call.principal().map(this::known).orElseGet(() -> stranger(call));
  }

  /** Nobody has proved to be anybody: the key id is what the request claims. */
  private static Map<String, Object> stranger(ApiCall call) {
    Map<String, Object> identity = new LinkedHashMap<>();
    identity.put("type", "Unknown");
    Optional<String> claim = call.request().header("authorization");
    Matcher matcher = CLAIMED_KEY.matcher(claim.orElse(""));
    if (matcher.find()) {
      identity.put("accessKeyId", matcher.group(1));
    }
    return identity;
  }

  private Map<String, Object> known(Principal principal) {
    Map<String, Object> identity = new LinkedHashMap<>();
    boolean user = !principal.userName().isEmpty();
    String session = principal.session().map(it -> ":" + it.name()).orElse("");
    identity.put("type", session.isEmpty() ? user ? "IAMUser" : "Root" : "AssumedRole");
    identity.put("principalId", principal.userId() + session);
    identity.put("arn", principal.arn());
    identity.put("accountId", principal.accountId());
    identity.put("accessKeyId", principal.accessKeyId());
    if (user && session.isEmpty()) {
      identity.put("userName", principal.userName());
    }
    principal
        .session()
        .ifPresent(it -> identity.put("sessionContext", sessionContext(principal, it)));
    return identity;
  }

  private Map<String, Object> sessionContext(Principal principal, Principal.Session session) {
    boolean user = !principal.userName().isEmpty();
    Map<String, Object> issuer = new LinkedHashMap<>();
    issuer.put("type", user ? "IAMUser" : "Root");
    issuer.put("principalId", principal.userId());
    issuer.put(
        "arn",
        user
            ? "arn:aws:iam::" + account.id() + ":user/" + principal.userName()
            : account.rootArn());
    issuer.put("accountId", principal.accountId());
    if (user) {
      issuer.put("userName", principal.userName());
    }
    return Map.of(
        "sessionIssuer",
        issuer,
        "attributes",
        Map.of("creationDate", session.created().toString(), "mfaAuthenticated", "false"));
  }

  private Map<String, Object> resource(String arn) {
    Map<String, Object> resource = new LinkedHashMap<>();
    resource.put("accountId", account.id());
    String[] parts = arn.split(":", 6);
    String type = parts.length == 6 ? TYPES.get(parts[5].split("/", 2)[0]) : null;
    if (type != null) {
      resource.put("type", type);
    }
    resource.put("ARN", shortened(arn));
    return resource;
  }

  private static Object fitting(Map<String, Object> whole) {
    if (whole.isEmpty()) {
      return null;
    }
    Object part = storable(whole);
    int size = Json.write(part).length;
    return size <= MAX_PART_BYTES
        ? part
        : Map.of("omitted", true, "originalSize", size, "reason", "event size exceeded");
  }

  /** Half a surrogate pair can be sent, but no store keeps it; nobody may stay out by that. */
  private static Object storable(Object value) {
    return switch (value) {
      case String text -> new String(text.getBytes(UTF_8), UTF_8);
      case List<?> list -> list.stream().map(AuditRecords::storable).toList();
      case Map<?, ?> map -> {
        Map<String, Object> kept = new LinkedHashMap<>();
        map.forEach((name, each) -> kept.put((String) storable(name), storable(each)));
        yield kept;
      }
      case null, default -> value;
    };
  }

  private static String shortened(String text) {
    String kept = (String) storable(text);
    return kept.length() <= MAX_TEXT
        ? kept
        : kept.substring(0, kept.offsetByCodePoints(0, MAX_TEXT / 2)) + "...";
  }
}
