/** SIP messages: reading, asking, building (RFC 3261 sections 7, 8.1.1, 19, 20, 25). */
package org.carillon.media.sip.message;
