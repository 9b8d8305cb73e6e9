package org.carillon.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The few REST calls of S3 that the adapter makes, on a map in memory. */
final class S3Stub implements RestStub.Service {

  private record Stored(RestStub.Request put) {}

  final CopyOnWriteArrayList<RestStub.Request> requests = new CopyOnWriteArrayList<>();
  final AtomicInteger conflicts = new AtomicInteger();
  volatile int pageSize = 1000;
  volatile boolean denied;

  private final String bucket;
  private final TreeMap<String, Stored> objects = new TreeMap<>(); // guarded by this

  S3Stub(String bucket) {
    this.bucket = bucket;
  }

  @Override
  public synchronized RestStub.Response answer(RestStub.Request request) {
    requests.add(request);
    String[] parts = request.path().split("/", 3);
    String key = parts.length < 3 ? "" : decode(parts[2]);
    if (denied) {
      return error(403, "AccessDenied");
    }
    if (!parts[1].equals(bucket)) {
      return error(404, "NoSuchBucket");
    }
    return switch (request.method()) {
      case "PUT" -> put(key, request);
      case "GET" ->
          key.isEmpty() ? list(query(request)) : part(get(key), request.headers().get("range"));
      case "HEAD" -> head(get(key));
      case "POST" -> begun(key);
      case "DELETE" -> {
        if (query(request).containsKey("uploadId")) {
          yield new RestStub.Response(204, Map.of(), new byte[0]);
        }
        objects.remove(key);
        yield new RestStub.Response(204, Map.of(), new byte[0]);
      }
      default -> error(405, "MethodNotAllowed");
    };
  }

  private RestStub.Response put(String key, RestStub.Request request) {
    if ("*".equals(request.headers().get("if-none-match"))) {
      if (conflicts.getAndDecrement() > 0) {
        return error(409, "ConditionalRequestConflict");
      }
      if (objects.containsKey(key)) {
        return error(412, "PreconditionFailed");
      }
    }
    objects.put(key, new Stored(request));
    return new RestStub.Response(200, Map.of("ETag", "\"e\""), new byte[0]);
  }

  /** A multipart upload. */
  private RestStub.Response begun(String key) {
    String xml =
        "<InitiateMultipartUploadResult><Bucket>"
            + bucket
            + "</Bucket><Key>"
            + key
            + "</Key><UploadId>upload-1</UploadId></InitiateMultipartUploadResult>";
    return new RestStub.Response(
        200, Map.of("Content-Type", "application/xml"), xml.getBytes(UTF_8));
  }

  private RestStub.Response get(String key) {
    Stored stored = objects.get(key);
    if (stored == null) {
      return error(404, "NoSuchKey");
    }
    Map<String, String> headers = new HashMap<>();
    stored
        .put()
        .headers()
        .forEach(
            (name, value) -> {
              if (name.startsWith("x-amz-meta-") || name.equals("content-type")) {
                headers.put(name, value);
              }
            });
    headers.put("ETag", "\"" + Arrays.hashCode(stored.put().body()) + "\"");
    if (stored.put().body().length == 0) {
      headers.put("Content-Length", "0");
    }
    return new RestStub.Response(200, headers, stored.put().body());
  }

  /** The bytes that a range names. */
  private static RestStub.Response part(RestStub.Response whole, String range) {
    if (range == null || whole.status() != 200) {
      return whole;
    }
    String[] bounds = range.substring("bytes=".length()).split("-", 2);
    int from = Integer.parseInt(bounds[0]);
    int size = whole.body().length;
    if (from >= size) {
      return error(416, "InvalidRange");
    }
    int to = (int) Math.min(Long.parseLong(bounds[1]), size - 1L);
    Map<String, String> headers = new HashMap<>(whole.headers());
    headers.put("Content-Range", "bytes " + from + "-" + to + "/" + size);
    return new RestStub.Response(206, headers, Arrays.copyOfRange(whole.body(), from, to + 1));
  }

  private static RestStub.Response head(RestStub.Response whole) {
    Map<String, String> headers = new HashMap<>(whole.headers());
    headers.put("Content-Length", Integer.toString(whole.body().length));
    return new RestStub.Response(whole.status(), headers, new byte[0]);
  }

  private RestStub.Response list(Map<String, String> query) {
    String prefix = query.getOrDefault("prefix", "");
    int most = Math.min(pageSize, Integer.parseInt(query.getOrDefault("max-keys", "1000")));
    Optional<String> after = Optional.ofNullable(query.get("continuation-token"));
    List<String> keys =
        objects.keySet().stream()
            .filter(key -> key.startsWith(prefix))
            .filter(key -> after.isEmpty() || key.compareTo(after.get()) > 0)
            .toList();
    boolean more = keys.size() > most;
    List<String> page = keys.subList(0, Math.min(most, keys.size()));
    StringBuilder xml = new StringBuilder("<ListBucketResult>");
    xml.append("<EncodingType>url</EncodingType><IsTruncated>").append(more);
    xml.append("</IsTruncated>");
    page.forEach(
        key -> xml.append("<Contents><Key>").append(encode(key)).append("</Key></Contents>"));
    if (more) {
      xml.append("<NextContinuationToken>");
      xml.append(page.getLast()).append("</NextContinuationToken>");
    }
    xml.append("</ListBucketResult>");
    return new RestStub.Response(
        200, Map.of("Content-Type", "application/xml"), xml.toString().getBytes(UTF_8));
  }

  private static Map<String, String> query(RestStub.Request request) {
    Map<String, String> query = new HashMap<>();
    if (request.query() != null) {
      for (String pair : request.query().split("&", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          query.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
        }
      }
    }
    return query;
  }

  /** A plus in a path is a plus. */
  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  private static RestStub.Response error(int status, String code) {
    return new RestStub.Response(
        status,
        Map.of("Content-Type", "application/xml"),
        ("<Error><Code>" + code + "</Code><Message>no</Message></Error>").getBytes(UTF_8));
  }
}
