package org.carillon.media.sip;

/**
 * Counters of an endpoint since its start, and what it holds now.
 *
 * @param received messages received
 * @param sent messages sent
 * @param retransmissionsAbsorbed requests and responses that were repetitions
 * @param rejected broken or refused messages that were answered
 * @param dropped messages that were dropped without an answer
 * @param overloaded new INVITEs refused with 503 because the loop was late
 * @param limited requests refused because their source sent too many
 * @param unreadable messages among {@code rejected} and {@code dropped} that could not be read
 * @param strays requests that were refused with 481: the call they name is not there
 * @param refusedConnections connections over TCP and TLS that were closed at once because there
 *     were too many, or later because their handshake or message took too long
 * @param transactions transactions now
 * @param dialogs legs with a dialog now
 * @param lagMillis how long a message may have waited for the loop at most, just now
 * @param queued tasks that wait for the loop
 * @param connections connections over TCP and TLS now
 */
public record SipStatistics(
    long received,
    long sent,
    long retransmissionsAbsorbed,
    long rejected,
    long dropped,
    long overloaded,
    long limited,
    long unreadable,
    long strays,
    long refusedConnections,
    int transactions,
    int dialogs,
    long lagMillis,
    int queued,
    int connections) {}
