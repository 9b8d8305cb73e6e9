package org.carillon.functions.voiceapi;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.carillon.contract.Api;
import org.carillon.contract.ApiOperation;

/**
 * Makes requests up from the model: from flawless ones over those with a single flaw to pure
 * garbage. Values that pass the model are preferred when they are the ones of resources that are
 * there, or look as if they were. One thread's.
 */
final class RandomInput {

  private static final int TRIES_TO_FIT = 40;

  private static final List<String> WORDS =
      List.of(
          "us-east-1",
          "us-west-2",
          "eu-central-1",
          "mars-north-1",
          "US",
          "DE",
          "XX",
          "206",
          "000",
          "Seattle",
          "WA",
          "98101",
          "833",
          "1",
          "16/9",
          "5060",
          "true",
          "",
          "a name",
          "A name_1.-",
          "+12065550100",
          "+12065550101",
          "12065550102",
          "+12065559999",
          "+18335550100",
          "+911",
          "+4930123456",
          "%2B12065550100",
          "10.0.0.0/8",
          "203.0.113.0/24",
          "198.51.100.7/33",
          "203.0.113.9",
          "pbx.example.com",
          "192.168.0.1",
          "-host-.example",
          "Unassigned",
          "Assigned",
          "ReleaseInProgress",
          "en-US",
          "en-US,de-DE",
          "NAME, ADDRESS",
          "token-1",
          "00000000-0000-0000-0000-000000000000",
          "0f6a7b3c-1d2e-4f50-8a9b-0c1d2e3f4a5b",
          "abcdef1ghij2klmno3pqr4",
          "91343852333181432392682062607743920146264190",
          "arn:aws:chime:us-east-1:111122223333:vc/abcdef1ghij2klmno3pqr4",
          "arn:aws:chime:us-east-1:999988887777:vc/abcdef1ghij2klmno3pqr4",
          "arn:aws:chime:us-east-1:999988887777:sma/0f6a7b3c-1d2e-4f50-8a9b-0c1d2e3f4a5b",
          "arn:aws:chime:us-east-1:111122223333:meeting/0f6a7b3c-1d2e-4f50-8a9b-0c1d2e3f4a5b",
          "arn:aws:chime:us-east-1:111122223333:media-pipeline/0f6a7b3c-1d2e-4f50-8a9b-0c1d2e3f4a5b",
          "arn:aws:lambda:us-east-1:111122223333:function:hello",
          "arn:aws:lambda:eu-west-1:999988887777:function:hello:live",
          "arn:aws:kms:us-east-1:111122223333:key/0f6a7b3c-1d2e-4f50-8a9b-0c1d2e3f4a5b",
          "arn:aws:iam::111122223333:role/analytics",
          "arn:aws:s3:::a-bucket",
          "arn:aws:kinesis:us-east-1:111122223333:stream/facts",
          "arn:aws:kinesisvideo:us-east-1:111122223333:stream/audio/1600000000000",
          "amzn1.application-oa2-client.0123456789abcdef0123456789ABCDEF",
          "{}",
          "chime:*",
          "*",
          "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\","
              + "\"Resource\":\"*\"}]}",
          "2026-11-22T10:00:00Z",
          "1790000000",
          "48000",
          "a-bucket",
          "root",
          "name@example.com");

  private static final List<String> ODD =
      List.of(
          "",
          " ",
          "\t\n",
          "\u0000",
          "\u0007bell",
          "\u00e9t\u00e9",
          "\ud83d\udca3",
          "\u202ertl",
          "\ufeffbom",
          "\uffff",
          "\ud800",
          "\udc00\ud800",
          "a\u0301",
          "\u0130",
          "../..",
          "..",
          ".",
          "a/b",
          "%",
          "%00",
          "%2F",
          "+",
          "a+b",
          "?x=y",
          "#",
          ";",
          "' OR 1=1",
          "null",
          "NaN",
          "-1",
          "1e9",
          "<x/>",
          "${jndi}",
          "\"",
          "\\",
          "|",
          "pk#sk",
          "\u0001");

  private final InputModels models;
  private final Map<String, List<String>> known;
  private final Random random;
  private double flaw;
  private double left;

  /**
   * @param known values of resources that are there, by the member they were answered in
   */
  RandomInput(InputModels models, Map<String, List<String>> known, Random random) {
    this.models = models;
    this.known = known;
    this.random = random;
  }

  /** A request of any quality. */
  Attempt any(ApiOperation operation) {
    flaw =
        switch (random.nextInt(10)) {
          case 0, 1, 2, 3 -> 0;
          case 4, 5, 6 -> 0.12;
          case 7, 8 -> 0.4;
          default -> 1;
        };
    Attempt attempt = request(operation);
    return random.nextInt(25) == 0
        ? new Attempt(operation, attempt.path(), twice(attempt.query()), brokenBody())
        : attempt;
  }

  /** A request that the model has nothing against. */
  Attempt flawless(ApiOperation operation) {
    flaw = 0;
    return request(operation);
  }

  private Attempt request(ApiOperation operation) {
    left = random.nextDouble();
    Map<String, Object> input =
        operation.inputShape().isEmpty()
            ? Map.of()
            : structure(
                operation.api(), models.shape(operation.api(), operation.inputShape()), true);
    return Attempt.of(models, operation, input);
  }

  private Map<String, Object> structure(Api api, Map<?, ?> shape, boolean top) {
    List<?> required = shape.get("required") instanceof List<?> names ? names : List.of();
    Map<String, Object> document = new LinkedHashMap<>();
    ((Map<?, ?>) shape.get("members"))
        .forEach(
            (key, it) -> {
              String name = (String) key;
              Map<?, ?> member = (Map<?, ?>) it;
              boolean inPath = "uri".equals(member.get("location"));
              boolean wanted =
                  required.contains(name) ? !chance(flaw / 3) : random.nextDouble() < left;
              if (inPath || wanted) {
                String at =
                    !top && member.get("locationName") instanceof String other ? other : name;
                document.put(at, value(api, (String) member.get("shape"), name));
              }
            });
    if (flaw > 0 && chance(0.05)) {
      document.put("NoSuchMember", garbage());
    }
    return document;
  }

  private Object value(Api api, String shapeName, String name) {
    if (chance(flaw)) {
      return garbage();
    }
    Map<?, ?> shape = models.shape(api, shapeName);
    return switch ((String) shape.get("type")) {
      case "structure" -> structure(api, shape, false);
      case "list" -> {
        List<Object> elements = new ArrayList<>();
        int size = size(shape);
        String singular = name.endsWith("s") ? name.substring(0, name.length() - 1) : name;
        for (int i = 0; i < size; i++) {
          elements.add(value(api, target(shape.get("member")), singular));
        }
        yield elements;
      }
      case "map" -> {
        Map<String, Object> entries = new LinkedHashMap<>();
        int size = size(shape);
        for (int i = 0; i < size; i++) {
          entries.put("key" + i, value(api, target(shape.get("value")), name));
        }
        yield entries;
      }
      case "string" -> string(shape, name);
      case "integer" -> whole(shape);
      case "float" -> random.nextFloat();
      case "boolean" -> random.nextBoolean();
      case "timestamp" ->
          "iso8601".equals(shape.get("timestampFormat"))
              ? (Object) "2026-11-22T10:00:00Z"
              : (Object) (1_790_000_000L + random.nextInt(100_000));
      default -> throw new AssertionError("no values for " + shape);
    };
  }

  private static String target(Object reference) {
    return (String) ((Map<?, ?>) reference).get("shape");
  }

  private int size(Map<?, ?> shape) {
    int min = bound(shape, "min", 0);
    int max = Math.max(min, bound(shape, "max", 100));
    return chance(0.03) ? max : Math.min(max, min + random.nextInt(3));
  }

  private Object whole(Map<?, ?> shape) {
    int min = bound(shape, "min", -2);
    int max = bound(shape, "max", Integer.MAX_VALUE);
    return switch (random.nextInt(8)) {
      case 0 -> min;
      case 1 -> max;
      default -> (int) Math.min(max, (long) min + random.nextInt(100));
    };
  }

  private static int bound(Map<?, ?> shape, String which, int otherwise) {
    return shape.get(which) instanceof Number number ? number.intValue() : otherwise;
  }

  private String string(Map<?, ?> shape, String name) {
    if (shape.get("enum") instanceof List<?> choices) {
      return (String) choices.get(random.nextInt(choices.size()));
    }
    Predicate<String> fits = fits(shape);
    for (int i = 0; i < TRIES_TO_FIT; i++) {
      String candidate = candidate(name);
      if (fits.test(candidate)) {
        return candidate;
      }
    }
    int length = Math.clamp(bound(shape, "min", 1), 1, 100);
    return "a".repeat(length);
  }

  private Predicate<String> fits(Map<?, ?> shape) {
    int min = bound(shape, "min", 0);
    int max = bound(shape, "max", Integer.MAX_VALUE);
    // the one broken pattern of the models does not compile
    Pattern pattern =
        shape.get("pattern") instanceof String text && !text.contains("${")
            ? Pattern.compile(text)
            : Pattern.compile(".*", Pattern.DOTALL);
    return text -> text.length() >= min && text.length() <= max && pattern.matcher(text).matches();
  }

  private String candidate(String name) {
    int die = random.nextInt(20);
    List<String> same = sameKind(name);
    if (die < 12 && !same.isEmpty()) {
      return same.get(random.nextInt(same.size()));
    }
    if (die < 14 && !same.isEmpty()) {
      return almost(same.get(random.nextInt(same.size())));
    }
    if (die == 14 && !known.isEmpty()) {
      List<String> any =
          known.values().stream().skip(random.nextInt(known.size())).findFirst().get();
      return any.get(random.nextInt(any.size()));
    }
    if (die == 15) {
      return ODD.get(random.nextInt(ODD.size()));
    }
    return WORDS.get(random.nextInt(WORDS.size()));
  }

  /** Values of members whose names end alike, such as FromPhoneNumber and E164PhoneNumber. */
  private List<String> sameKind(String name) {
    List<String> exact = known.get(name);
    if (exact != null) {
      return exact;
    }
    String lower = name.toLowerCase(Locale.ROOT);
    List<String> alike = valuesOf(other -> other.endsWith(lower) || lower.endsWith(other));
    if (!alike.isEmpty()) {
      return alike;
    }
    boolean anyId = lower.equals("identifier");
    return valuesOf(
        other ->
            ((lower.endsWith("arn") || anyId) && other.endsWith("arn"))
                || (anyId && other.endsWith("id")));
  }

  private List<String> valuesOf(Predicate<String> member) {
    List<String> values = new ArrayList<>();
    known.forEach(
        (key, of) -> {
          if (member.test(key.toLowerCase(Locale.ROOT))) {
            values.addAll(of);
          }
        });
    return values;
  }

  /** Looks like one that is there, and is of nobody or of another account. */
  private String almost(String there) {
    if (there.contains("111122223333")) {
      return there.replace("111122223333", "999988887777");
    }
    if (there.isEmpty()) {
      return "x";
    }
    int at = random.nextInt(there.length());
    char c = there.charAt(at) == '0' ? '1' : '0';
    return there.substring(0, at) + c + there.substring(at + 1);
  }

  private Object garbage() {
    return switch (random.nextInt(22)) {
      case 0, 1 -> null;
      case 2 -> 0;
      case 3 -> -1;
      case 4 -> Integer.MAX_VALUE;
      case 5 -> 3_000_000_000L;
      case 6 -> 1e300;
      case 7 -> 2.5;
      case 8 -> random.nextBoolean();
      case 9 -> Map.of();
      case 10 -> Map.of("Key", "a", "Value", 1);
      case 11 -> List.of();
      case 12 -> Collections.nCopies(2000, "+12065550100");
      case 13 -> Collections.nCopies(60, Map.of());
      case 14 -> "x".repeat(1 + random.nextInt(300));
      case 15 -> random.nextInt(20) == 0 ? "9".repeat(70_000) : "9".repeat(400);
      case 16 -> nested(random.nextInt(120));
      default -> ODD.get(random.nextInt(ODD.size()));
    };
  }

  private static Object nested(int depth) {
    Object value = List.of();
    for (int i = 0; i < depth; i++) {
      value = List.of(value);
    }
    return value;
  }

  private String brokenBody() {
    return switch (random.nextInt(8)) {
      case 0 -> "[]";
      case 1 -> "{";
      case 2 -> "null";
      case 3 -> "{\"Name\":\"a\",\"Name\":\"b\"}";
      case 4 -> "\u0000";
      case 5 -> "{\"a\":" + "[".repeat(5000);
      case 6 -> "{\"x\":\"" + "y".repeat(1_100_000) + "\"}";
      default -> "Name=a&x=y";
    };
  }

  private static List<String[]> twice(List<String[]> query) {
    List<String[]> doubled = new ArrayList<>(query);
    doubled.addAll(query);
    return doubled;
  }

  private boolean chance(double share) {
    return random.nextDouble() < share;
  }
}
