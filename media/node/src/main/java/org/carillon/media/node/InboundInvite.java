package org.carillon.media.node;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.carillon.core.routing.EmergencyNumber;
import org.carillon.core.routing.InviteFacts;
import org.carillon.media.sip.message.MediaType;
import org.carillon.media.sip.message.Multipart;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipParseException;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipUri;
import org.carillon.media.sip.sdp.SdpException;
import org.carillon.media.sip.sdp.SessionDescription;
import org.carillon.media.sip.transport.SipSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An INVITE that brought a call, read once: the facts for routing, and what the call needs later.
 * Decides nothing.
 *
 * @param facts for routing
 * @param offer the session description in its body, alone or as a part (RFC 5621)
 * @param request the message itself
 */
record InboundInvite(InviteFacts facts, Optional<SipBody> offer, SipRequest request) {
  private static final Logger log = LoggerFactory.getLogger(InboundInvite.class);

  /** Longest text of a message that is kept in facts. */
  private static final int MAX_TEXT = 256;

  /** A location of a building is under 4 KB; more is not one. */
  private static final int MAX_LOCATION = 16 * 1024;

  /** May come as several fields, each of which counts (RFC 3325 section 9, RFC 8224 section 4). */
  private static final Set<String> IDENTITIES =
      Set.of("p-asserted-identity", "p-preferred-identity", "identity");

  /** The location of a call that may have one which nobody can read: broken, not missing (E3). */
  private static final String UNREADABLE = "";

  private static final String SDP = "application/sdp";
  private static final String PIDF = "application/pidf+xml";

  static InboundInvite read(SipRequest invite, SipSource source) {
    Map<String, String> headers = headers(invite);
    SipUri requestUri = invite.requestUri();
    Optional<SipBody> offer = Optional.empty();
    Optional<String> location = Optional.empty();
    if (invite.body().isPresent()) {
      SipBody body = invite.body().get();
      if (Multipart.isMultipart(body)) {
        Optional<Multipart> parts = parts(body, invite.callId());
        offer = parts.flatMap(all -> all.first(SDP));
        location =
            parts.isEmpty()
                ? Optional.of(UNREADABLE)
                : parts.get().first(PIDF).map(InboundInvite::location);
      } else if (MediaType.essence(body.contentType()).equals(PIDF)) {
        location = Optional.of(location(body));
      } else {
        offer = invite.body();
      }
    }
    if (isForHelp(invite)) {
      // a session that cannot be read is the callee's to describe: the call goes on without it
      offer = offer.filter(InboundInvite::isReadable);
    }
    InviteFacts facts =
        new InviteFacts(
            user(requestUri),
            cut(requestUri.host()),
            user(invite.to().uri()),
            user(invite.from().uri()),
            cut(invite.from().displayName()),
            headers,
            source.transport().name(),
            hostAndPort(source),
            cut(invite.callId()),
            Optional.empty(),
            offer.map(InboundInvite::isSecure).orElse(false),
            location);
    return new InboundInvite(facts, offer, invite);
  }

  private static Map<String, String> headers(SipRequest invite) {
    Map<String, String> headers = new LinkedHashMap<>();
    Map<String, String> seen = new LinkedHashMap<>();
    invite.forEachHeader(
        (name, value) -> {
          String lower = name.toLowerCase(Locale.ROOT);
          String first = seen.putIfAbsent(lower, name);
          if (first == null) {
            headers.put(name, value);
          } else if (IDENTITIES.contains(lower)) {
            headers.merge(first, value, (before, more) -> before + ", " + more);
          }
        });
    return headers;
  }

  /** Whether emergency services are dialled (E2). */
  static boolean isForHelp(SipRequest invite) {
    return EmergencyNumber.of(user(invite.requestUri())).isPresent();
  }

  private static boolean isReadable(SipBody offer) {
    try {
      return !SessionDescription.parse(offer.bytes()).media().isEmpty();
    } catch (SdpException e) {
      log.warn("The session description of a call for help is left out: {}", e.getMessage());
      return false;
    }
  }

  /** A broken body is no reason to refuse a call here: the call may be for help (E3). */
  private static Optional<Multipart> parts(SipBody body, String callId) {
    try {
      return Optional.of(Multipart.parse(body));
    } catch (SipParseException e) {
      log.warn("The body of the INVITE {} is left out: {}", callId, e.getMessage());
      return Optional.empty();
    }
  }

  private static String location(SipBody body) {
    return body.bytes().length > MAX_LOCATION ? UNREADABLE : body.text();
  }

  private static boolean isSecure(SipBody offer) {
    try {
      return SessionDescription.parse(offer.bytes()).media().stream()
          .filter(media -> media.type().equals("audio") && media.port() != 0)
          .anyMatch(media -> media.protocol().startsWith("RTP/SAVP"));
    } catch (SdpException e) {
      return false; // refused later, by name
    }
  }

  static String hostAndPort(SipSource source) {
    String host = source.remote().getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + source.remote().getPort();
  }

  static String user(SipUri uri) {
    return cut(uri.user().orElse(""));
  }

  static String cut(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
  }
}
