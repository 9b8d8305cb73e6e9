package org.carillon.media.sip.call;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.carillon.media.sip.SipConfig;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.HeaderName;
import org.carillon.media.sip.message.MediaType;
import org.carillon.media.sip.message.Methods;
import org.carillon.media.sip.message.NameAddress;
import org.carillon.media.sip.message.SipParseException;
import org.carillon.media.sip.message.SipRequest;

/** What a UAS looks at before it processes a request, in this order (RFC 3261 section 8.2). */
public final class RequestScreen {
  private static final String SDP = "application/sdp";

  private final SipConfig config;
  private final HeaderField allow;

  /** A screen by what the configuration accepts. */
  public RequestScreen(SipConfig config) {
    this.config = config;
    this.allow = HeaderField.of("Allow", String.join(", ", config.methods()));
  }

  /**
   * A final answer that needs no user.
   *
   * @param status 400, 405, 406, 415, 416, 420, 422 or 501
   * @param reason the reason phrase, or null for the status's own
   * @param headers what the status must tell
   */
  public record Refusal(int status, String reason, List<HeaderField> headers) {}

  /** Why the request is refused; empty when the user gets it. */
  public Optional<Refusal> check(SipRequest request) {
    return method(request)
        .or(() -> scheme(request))
        .or(() -> contact(request))
        .or(() -> require(request))
        .or(() -> session(request))
        .or(() -> content(request))
        .or(() -> accept(request));
  }

  private Optional<Refusal> method(SipRequest request) {
    if (config.methods().contains(request.method())) {
      return Optional.empty();
    }
    int status = Methods.isKnown(request.method()) ? 405 : 501;
    return Optional.of(new Refusal(status, null, List.of(allow)));
  }

  private static Optional<Refusal> scheme(SipRequest request) {
    boolean known = request.requestUri().isSip() || request.requestUri().isTel();
    return known ? Optional.empty() : Optional.of(new Refusal(416, null, List.of()));
  }

  /** A broken Contact would become a dialog's target, so it is refused while it can be. */
  private static Optional<Refusal> contact(SipRequest request) {
    for (String contact : request.values(HeaderName.CONTACT)) {
      try {
        if (!contact.equals("*")) {
          NameAddress.parse(contact);
        }
      } catch (SipParseException e) {
        return Optional.of(new Refusal(400, "Contact: " + e.getMessage(), List.of()));
      }
    }
    return Optional.empty();
  }

  private Optional<Refusal> require(SipRequest request) {
    if (!request.has(HeaderName.REQUIRE)) {
      return Optional.empty();
    }
    List<String> unknown =
        request.values(HeaderName.REQUIRE).stream()
            .filter(tag -> config.supported().stream().noneMatch(tag::equalsIgnoreCase))
            .toList();
    return unknown.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Refusal(
                420, null, List.of(HeaderField.of("Unsupported", String.join(", ", unknown)))));
  }

  /** A session interval that is too short for us (RFC 4028 section 9). */
  private Optional<Refusal> session(SipRequest request) {
    boolean carries = request.is(Methods.INVITE) || request.is(Methods.UPDATE);
    boolean offered = config.supported().contains(Extensions.TIMER);
    Optional<String> value = request.header(HeaderName.SESSION_EXPIRES);
    if (!carries || !offered || value.isEmpty()) {
      return Optional.empty();
    }
    Optional<SessionExpires> asked = SessionExpires.parse(value.get());
    long least = config.timers().minSession().toSeconds();
    if (asked.isEmpty()) {
      return Optional.of(new Refusal(400, "Session-Expires is broken", List.of()));
    }
    if (asked.get().seconds() >= least || !Extensions.isSupported(request, Extensions.TIMER)) {
      return Optional.empty();
    }
    HeaderField minimum = HeaderField.of("Min-SE", Long.toString(least));
    return Optional.of(new Refusal(422, null, List.of(minimum)));
  }

  private Optional<Refusal> content(SipRequest request) {
    if (request.bodyLength() == 0 || isOptional(request)) {
      return Optional.empty();
    }
    Optional<String> encoding = request.header(HeaderName.CONTENT_ENCODING);
    if (encoding.isPresent() && !encoding.get().equalsIgnoreCase("identity")) {
      HeaderField identity = HeaderField.of("Accept-Encoding", "identity");
      return Optional.of(new Refusal(415, null, List.of(identity)));
    }
    Optional<String> type = request.contentType();
    if (type.isEmpty()) {
      return Optional.of(new Refusal(400, "Content-Type is missing", List.of()));
    }
    return config.bodyTypes().contains(type.get())
        ? Optional.empty()
        : Optional.of(
            new Refusal(
                415,
                null,
                List.of(HeaderField.of("Accept", String.join(", ", config.bodyTypes())))));
  }

  /** Whether the sender does not mind if the body is ignored (section 20.11). */
  private static boolean isOptional(SipRequest request) {
    return request
        .header(HeaderName.CONTENT_DISPOSITION)
        .map(text -> text.toLowerCase(Locale.ROOT).replace(" ", ""))
        .filter(text -> text.contains(";handling=optional"))
        .isPresent();
  }

  /** An INVITE that takes no session description in its answer cannot become a call. */
  private static Optional<Refusal> accept(SipRequest request) {
    if (!request.is(Methods.INVITE) || !request.has(HeaderName.ACCEPT)) {
      return Optional.empty();
    }
    boolean covers =
        request.values(HeaderName.ACCEPT).stream().anyMatch(range -> MediaType.covers(range, SDP));
    return covers ? Optional.empty() : Optional.of(new Refusal(406, null, List.of()));
  }
}
