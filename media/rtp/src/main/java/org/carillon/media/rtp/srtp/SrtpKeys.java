package org.carillon.media.rtp.srtp;

/**
 * The keys of both directions of a stream.
 *
 * @param ours for what we send: our {@code a=crypto} line
 * @param theirs for what we receive: the other side's
 */
public record SrtpKeys(SrtpKey ours, SrtpKey theirs) {}
