/** Secure RTP: RFC 3711 with the suites of RFC 4568 and RFC 6188, keys from the signalling. */
package org.carillon.media.rtp.srtp;
