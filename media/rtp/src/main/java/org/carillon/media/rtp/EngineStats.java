package org.carillon.media.rtp;

/**
 * The whole engine at one moment.
 *
 * @param transport the sockets in use: {@code epoll} or {@code nio}
 * @param threads media threads
 * @param openStreams streams open now
 * @param lateTicks send times reached more than 5 ms late since start: a loaded machine
 * @param skippedTicks milliseconds of send times given up because a media thread was over 100 ms
 *     late
 * @param strangerPackets packets dropped since start because they came from another source than the
 *     stream's own; those that the operating system drops for it are not among them
 */
public record EngineStats(
    String transport,
    int threads,
    int openStreams,
    long lateTicks,
    long skippedTicks,
    long strangerPackets) {}
