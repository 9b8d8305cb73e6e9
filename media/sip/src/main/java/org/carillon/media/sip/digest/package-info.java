/**
 * Digest authentication, both sides (RFC 3261 section 22, RFC 7616, RFC 8760): quality of
 * protection {@code auth}, algorithms SHA-256, SHA-512-256 and MD5.
 */
package org.carillon.media.sip.digest;
