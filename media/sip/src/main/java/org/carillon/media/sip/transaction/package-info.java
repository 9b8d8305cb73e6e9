/** Transactions: four state machines over shared data (RFC 3261 section 17, RFC 6026). */
package org.carillon.media.sip.transaction;
