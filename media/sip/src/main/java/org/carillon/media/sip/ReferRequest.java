package org.carillon.media.sip;

import java.util.List;
import java.util.Optional;
import org.carillon.media.sip.dialog.Replaces;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.NameAddress;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.transport.SipSource;

/**
 * A REFER of the peer inside the dialog: a wish that we call somebody (RFC 3515). Belongs to the
 * leg's loop.
 *
 * <p>Answer it with {@link #accept} or {@link #refuse}. Then tell how the new call goes with {@link
 * #progress}; a final status ends the subscription that came with the REFER. Without one it ends
 * after three minutes.
 */
public interface ReferRequest {

  SipRequest request();

  SipSource source();

  /** Whom to call. Header fields that the URI asks for are in {@link NameAddress#uri}. */
  NameAddress referTo();

  /** Who says that he asks, unproved (RFC 3892); empty when absent or broken. */
  Optional<NameAddress> referredBy();

  /** The call that the new one shall replace, for an attended transfer (RFC 3891). */
  Optional<Replaces> replaces();

  /** Answers 202 and says {@code 100 Trying} by NOTIFY. Does nothing when it was answered. */
  void accept();

  /**
   * Answers no. Does nothing when it was answered.
   *
   * @param status 300 to 699, for example 403 or 603
   * @param reason the reason phrase, or null for the status's own
   */
  default void refuse(int status, String reason) {
    refuse(status, reason, List.of());
  }

  /** {@link #refuse(int, String)} with extra header fields, for example a challenge. */
  void refuse(int status, String reason, List<HeaderField> headers);

  /**
   * Tells how the new call goes, by NOTIFY with {@code message/sipfrag}. Does nothing before {@link
   * #accept}, after a final status, or when the peer does not want to know any more.
   *
   * @param status the status that the new call's INVITE was answered with, 100 to 699
   * @param reason its reason phrase, or null for the status's own
   */
  void progress(int status, String reason);
}
