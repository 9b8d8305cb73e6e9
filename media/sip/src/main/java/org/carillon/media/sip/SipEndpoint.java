package org.carillon.media.sip;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.carillon.media.sip.call.UserAgent;
import org.carillon.media.sip.digest.SipCredentials;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.NameAddress;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipUri;
import org.carillon.media.sip.transport.SipDestination;
import org.carillon.media.sip.transport.Transport;

/**
 * A SIP user agent on UDP, TCP and TLS: both client and server (RFC 3261). Safe from any thread.
 */
public interface SipEndpoint extends AutoCloseable {

  /**
   * Opens the sockets and starts the loops.
   *
   * @throws IOException when an address cannot be bound or a file of TLS not be read; nothing stays
   *     open then
   */
  static SipEndpoint start(SipConfig config, SipUser user) throws IOException {
    return start(config, user, SipTap.NONE);
  }

  /** The same; the tap sees every message. */
  static SipEndpoint start(SipConfig config, SipUser user, SipTap tap) throws IOException {
    return UserAgent.start(config, user, tap);
  }

  /** The addresses bound for UDP and TCP with their real port, as the configuration orders them. */
  List<InetSocketAddress> localAddresses();

  /** The addresses bound for TLS with their real port; none without TLS. */
  List<InetSocketAddress> tlsAddresses();

  /** The loop that new outgoing legs live on. */
  SipLoop loop();

  /**
   * Places a call.
   *
   * @return the leg; its methods are called on {@link UacCall#loop()}
   */
  UacCall invite(OutgoingInvite invite, CallListener listener);

  /**
   * Sends a request outside any dialog, for example OPTIONS to see whether a peer lives.
   *
   * @param method not INVITE, ACK or CANCEL
   * @param body null for none
   * @param credentials what a 401 or 407 is answered with; empty: the handler gets such an answer
   */
  void request(
      String method,
      SipUri requestUri,
      NameAddress from,
      SipDestination destination,
      SipBody body,
      List<HeaderField> headers,
      Optional<SipCredentials> credentials,
      ResponseHandler handler);

  /** The same without credentials. */
  default void request(
      String method,
      SipUri requestUri,
      NameAddress from,
      SipDestination destination,
      SipBody body,
      List<HeaderField> headers,
      ResponseHandler handler) {
    request(method, requestUri, from, destination, body, headers, Optional.empty(), handler);
  }

  /**
   * Finds where a URI's requests go, by NAPTR, SRV and address records (RFC 3263). A call without a
   * destination does this by itself and tries one after the other.
   *
   * @param found told on the loop: at least one, in the order in which they are to be tried
   * @param failed told on the loop: why there is none
   */
  void locate(SipUri uri, Consumer<List<SipDestination>> found, Consumer<String> failed);

  /**
   * The bound address that a peer reaches this endpoint at: where media for it is bound, too. What
   * peers are told of it is another one where {@link SipConfig#advertisedHost} says so.
   *
   * @param peer where the peer is
   */
  InetSocketAddress localAddressFor(Transport transport, InetSocketAddress peer);

  /** What was received, answered and dropped so far. */
  SipStatistics statistics();

  /**
   * Stops accepting, ends every leg with {@link CallEnd.Cause#FAILED} (BYE, CANCEL or 503 are sent
   * once), closes the sockets and ends the loops. Waits for them, at most 5 seconds.
   */
  @Override
  void close();
}
