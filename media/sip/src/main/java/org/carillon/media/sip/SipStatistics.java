package org.carillon.media.sip;

/**
 * Counters of an endpoint since its start, and what it holds now.
 *
 * @param received messages received
 * @param sent messages sent
 * @param retransmissionsAbsorbed requests and responses that were repetitions
 * @param rejected broken or refused messages that were answered
 * @param dropped messages that were dropped without an answer
 * @param transactions transactions now
 * @param dialogs legs with a dialog now
 * @param connections TCP connections now
 */
public record SipStatistics(
    long received,
    long sent,
    long retransmissionsAbsorbed,
    long rejected,
    long dropped,
    int transactions,
    int dialogs,
    int connections) {}
