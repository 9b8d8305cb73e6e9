package org.carillon.media.sip.message;

/** What {@link SipParser} made of some bytes: a request, a response, or a rejection. */
public sealed interface ParseResult permits SipMessage, SipRejection {}
