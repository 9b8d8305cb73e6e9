package org.carillon.media.sip.call;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.carillon.media.sip.message.HeaderName;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.transport.SipSource;

/**
 * The early dialogs that the provisional answers of one INVITE make: one for each To tag, as a
 * proxy may fork it (RFC 3261 section 13.2.2.4). Owned by the leg's loop.
 */
final class EarlyDialogs {
  /** Branches that are followed; answers of further ones make no dialog and are passed over. */
  private static final int MAX = 16;

  /** An early dialog and where its reliable provisional answers are (RFC 3262 section 4). */
  static final class Early {
    final DialogState dialog;
    private long rseq;

    Early(DialogState dialog) {
      this.dialog = dialog;
    }

    /** Takes the number of a reliable answer; false for a repetition or one out of order. */
    boolean advance(long number) {
      if (rseq != 0 && number != rseq + 1) {
        return false;
      }
      rseq = number;
      return true;
    }
  }

  private final Map<Optional<String>, Early> byTag = new HashMap<>(4);

  /** The dialog of an answer, made if need be; empty when there are too many. */
  Optional<Early> of(SipRequest invite, SipResponse response, SipSource source) {
    Early known = byTag.get(response.toTag());
    if (known == null && byTag.size() < MAX) {
      known = new Early(DialogState.uac(invite, response, source));
      byTag.put(response.toTag(), known);
    }
    return Optional.ofNullable(known);
  }

  /** The dialog with that tag of the peer, or null. */
  DialogState find(Optional<String> remoteTag) {
    Early early = byTag.get(remoteTag);
    return early == null ? null : early.dialog;
  }

  void clear() {
    byTag.clear();
  }

  /** The RSeq of a reliable provisional answer; -1 when it is not one, or broken. */
  static long rseq(SipResponse response) {
    boolean reliable =
        response.values(HeaderName.REQUIRE).stream()
            .anyMatch(Extensions.RELIABLE::equalsIgnoreCase);
    return reliable ? response.header(HeaderName.RSEQ).map(EarlyDialogs::number).orElse(-1L) : -1L;
  }

  private static long number(String text) {
    return text.matches("[1-9][0-9]{0,9}") ? Long.parseLong(text) : -1;
  }
}
