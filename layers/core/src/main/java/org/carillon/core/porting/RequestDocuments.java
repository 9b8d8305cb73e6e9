package org.carillon.core.porting;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.contract.Json;
import org.carillon.contract.JsonException;
import org.carillon.core.Account;
import org.carillon.core.Ids;
import org.carillon.core.Retries;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemQuery;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import org.carillon.core.ports.Objects;
import org.carillon.core.ports.Sealer;

/**
 * The documents of number requests (N4, N5). A document is announced first; the answer holds a link
 * that is good for {@link #LINK_LIFE} and for that document of that account alone: what it names is
 * sealed in it. Whoever has the link may put the document, without a signature. Safe for use by
 * many threads.
 */
public final class RequestDocuments {

  /** Where links lead to. */
  public static final String PATH = "/carillon/v1/uploads/";

  /** How long a link is good, as in the guide. */
  public static final Duration LINK_LIFE = Duration.ofDays(10);

  /** Largest document, in bytes: what a function behind an API Gateway can take. */
  public static final int MAX_BYTES = 4 * 1024 * 1024;

  /** Most documents of one request. */
  static final int MAX_DOCUMENTS = 20;

  private static final int MAX_TOKEN = 2048;
  private static final String CONTEXT = "carillon document upload";
  private static final String RECEIVED = "RECEIVED";

  private final Items items;
  private final Objects objects;
  private final Sealer sealer;
  private final NumberRequests requests;
  private final String bucket;

  /** The documents of these requests, kept in this bucket. */
  public RequestDocuments(
      Items items, Objects objects, Sealer sealer, NumberRequests requests, String bucket) {
    this.items = items;
    this.objects = objects;
    this.sealer = sealer;
    this.requests = requests;
    this.bucket = bucket;
  }

  /** The bucket of an account's documents where none was named. */
  public static String defaultBucket(Account account) {
    return "carillon-documents-" + account.id();
  }

  private ItemKey key(String requestId, String documentId) {
    return new ItemKey(partition(requestId), documentId);
  }

  private String partition(String requestId) {
    return "account/" + requests.account().id() + "/documents/" + requestId;
  }

  /** Announces a document; the answer holds its link. */
  Map<String, Object> announce(String requestId, String type, String fileName) {
    requireOpen(requestId);
    if (list(requestId).size() >= MAX_DOCUMENTS) {
      throw new ApiException(
          ErrorType.RESOURCE_LIMIT_EXCEEDED,
          "RequestId: a request has at most " + MAX_DOCUMENTS + " documents.");
    }
    String documentId = Ids.guid();
    Instant expires = requests.now().plus(LINK_LIFE);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("DocumentId", documentId);
    body.put("RequestId", requestId);
    body.put("Type", type);
    body.put("FileName", fileName);
    body.put("Status", "AWAITING_UPLOAD");
    body.put("ExpiresTimestamp", expires.toString());
    items.write(ItemWrite.create(key(requestId, documentId), body));
    Map<String, Object> answer = new LinkedHashMap<>(body);
    answer.put("UploadPath", PATH + token(requestId, documentId, expires));
    return answer;
  }

  List<Map<String, Object>> list(String requestId) {
    ItemQuery all = ItemQuery.partition(partition(requestId), "", Items.MAX_PAGE_SIZE);
    return items.query(all).items().stream().map(Item::body).toList();
  }

  /** Whether a document of this type was received. */
  boolean hasReceived(String requestId, String type) {
    return list(requestId).stream()
        .anyMatch(it -> type.equals(it.get("Type")) && RECEIVED.equals(it.get("Status")));
  }

  private String token(String requestId, String documentId, Instant expires) {
    byte[] text =
        Json.write(List.of(requests.account().id(), requestId, documentId, expires.toEpochMilli()));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(sealer.seal(text, CONTEXT));
  }

  /** A link that is of this installation; whether it is good still is another question. */
  public record Link(String accountId, String requestId, String documentId, Instant expires) {}

  /**
   * Takes a document. It may be put again until the request has ended; the last one counts.
   *
   * @return what is known of it then
   * @throws ApiException {@link ErrorType#FORBIDDEN} for a link that is another account's, or whose
   *     time is over; {@link ErrorType#BAD_REQUEST} for a file that is too large or cannot be read;
   *     {@link ErrorType#CONFLICT} when the request has ended
   */
  public Map<String, Object> receive(Link link, byte[] content) {
    if (!link.accountId().equals(requests.account().id())) {
      throw new ApiException(
          ErrorType.FORBIDDEN, "The link was made for another account and is of no use here.");
    }
    if (!requests.now().isBefore(link.expires())) {
      throw new ApiException(
          ErrorType.FORBIDDEN,
          "The link expired at "
              + link.expires()
              + ". Ask for a new one with CreateDocumentUpload.");
    }
    if (content.length > MAX_BYTES) {
      throw new ApiException(
          ErrorType.BAD_REQUEST, "The file has more than " + MAX_BYTES + " bytes.");
    }
    DocumentFormat format =
        DocumentFormat.of(content)
            .orElseThrow(
                () ->
                    new ApiException(
                        ErrorType.BAD_REQUEST,
                        "The file cannot be read: a whole PDF, PNG or JPEG file is taken."));
    requireOpen(link.requestId());
    return store(link, content, format);
  }

  private Map<String, Object> store(Link link, byte[] content, DocumentFormat format) {
    String key = link.requestId() + "/" + link.documentId() + "." + format.extension();
    objects.put(bucket, key, content, format.mediaType(), Map.of());
    return Retries.onConflict(
        () -> {
          Item read =
              items
                  .get(key(link.requestId(), link.documentId()))
                  .orElseThrow(RequestDocuments::altered);
          Map<String, Object> body = new LinkedHashMap<>(read.body());
          body.put("Status", RECEIVED);
          body.put("ContentType", format.mediaType());
          body.put("Size", content.length);
          body.put("Sha256", sha256(content));
          body.put("Bucket", bucket);
          body.put("Key", key);
          body.put("ReceivedTimestamp", requests.now().toString());
          items.write(ItemWrite.replace(read, body));
          return body;
        });
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("this JDK has no SHA-256", missing);
    }
  }

  /**
   * Opens a link.
   *
   * @param token what stands in it behind {@link #PATH}
   * @throws ApiException {@link ErrorType#FORBIDDEN} for one that was altered
   */
  public Link open(String token) {
    if (token.length() <= MAX_TOKEN) {
      try {
        byte[] text = sealer.open(Base64.getUrlDecoder().decode(token), CONTEXT);
        List<?> parts = (List<?>) Json.read(text);
        return new Link(
            (String) parts.get(0),
            (String) parts.get(1),
            (String) parts.get(2),
            Instant.ofEpochMilli(((Number) parts.get(3)).longValue()));
      } catch (IllegalArgumentException | JsonException notOurs) {
        throw altered();
      }
    }
    throw altered();
  }

  private static ApiException altered() {
    return new ApiException(
        ErrorType.FORBIDDEN,
        "The link is not one of this installation, or was altered. Ask for a new one with"
            + " CreateDocumentUpload, and use it as it stands.");
  }

  /** The request a document is for; one that has ended takes no more. */
  private void requireOpen(String requestId) {
    Optional<Item> international = requests.find(NumberRequests.Kind.INTERNATIONAL, requestId);
    boolean open;
    if (international.isPresent()) {
      String status = (String) international.get().body().get(NumberRequests.STATUS);
      open = !InternationalStatus.valueOf(status).next().isEmpty();
    } else {
      Item portIn = requests.require(NumberRequests.Kind.PORT_IN, requestId);
      String status = (String) portIn.body().get(NumberRequests.STATUS);
      open = !PortInStatus.valueOf(status).isFinal();
    }
    if (!open) {
      throw new ApiException(
          ErrorType.CONFLICT, "RequestId: the request has ended and takes no more documents.");
    }
  }

  /** Whether there is such a request, of a kind that has documents. */
  void requireRequest(String requestId) {
    if (requests.find(NumberRequests.Kind.INTERNATIONAL, requestId).isEmpty()) {
      requests.require(NumberRequests.Kind.PORT_IN, requestId);
    }
  }
}
