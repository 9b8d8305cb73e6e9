package org.carillon.media.sip.transport;

import java.net.InetSocketAddress;

/**
 * Where a message came from, and so where its answers go.
 *
 * @param transport how it came
 * @param remote the sender's address and port as seen here
 * @param local our address and port that it reached
 * @param connection number of the TCP connection, unique in the process; 0 for UDP
 */
public record SipSource(
    Transport transport, InetSocketAddress remote, InetSocketAddress local, long connection) {}
