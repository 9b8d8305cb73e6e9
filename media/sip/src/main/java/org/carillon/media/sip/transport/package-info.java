/** Carrying messages over UDP and TCP (RFC 3261 section 18). */
package org.carillon.media.sip.transport;
