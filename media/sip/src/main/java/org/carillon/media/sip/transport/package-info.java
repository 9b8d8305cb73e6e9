/** Carrying messages over UDP, TCP and TLS (RFC 3261 section 18). */
package org.carillon.media.sip.transport;
