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
    int transactions,
    int dialogs,
    long lagMillis,
    int queued,
    int connections) {}
