package org.carillon.media.rtp;

/**
 * One stream's counters at one moment; all count from the stream's opening and never go back.
 *
 * @param packetsSent RTP packets sent
 * @param bytesSent RTP payload bytes sent (RFC 3550 section 6.4.1, without headers)
 * @param sendErrors packets the operating system did not take
 * @param audioFramesSent frames among {@code packetsSent} that carried queued audio, not silence
 * @param packetsReceived valid RTP packets from the locked source
 * @param bytesReceived their payload bytes
 * @param packetsLost packets expected and not received (RFC 3550 A.3); below 0 when duplicates came
 * @param jitterMillis interarrival jitter (RFC 3550 A.8) in milliseconds
 * @param strangerPackets packets dropped because they came from another source than the locked one
 * @param badPackets packets dropped because they were no valid RTP or RTCP, of a payload type not
 *     agreed on, or of key presses quicker than anybody's
 * @param framesDropped received frames that a reader was too slow to take
 * @param digitsReceived telephone-event presses
 * @param rtcpSent RTCP compound packets sent
 * @param rtcpReceived valid RTCP compound packets received
 * @param remoteLossFraction share of our packets the other side last reported lost, 0 to 1
 * @param remoteJitterMillis jitter the other side last reported, milliseconds
 * @param roundTripMillis round-trip time from RTCP (RFC 3550 section 6.4.1), or -1 when not known
 * @param reorderedPackets received packets that came after a younger one
 * @param duplicatePackets received packets that had come before
 * @param latePackets received packets too old to be of use: more than 64 behind the newest
 * @param forgedPackets SRTP and SRTCP packets whose authentication tag is wrong
 * @param notRelayedPackets packets of a payload that the far side of a bridge has not agreed on
 * @param udptlSent T.38 datagrams sent
 * @param udptlReceived T.38 datagrams received from the locked source
 */
public record StreamStats(
    long packetsSent,
    long bytesSent,
    long sendErrors,
    long audioFramesSent,
    long packetsReceived,
    long bytesReceived,
    long packetsLost,
    double jitterMillis,
    long strangerPackets,
    long badPackets,
    long framesDropped,
    long digitsReceived,
    long rtcpSent,
    long rtcpReceived,
    double remoteLossFraction,
    double remoteJitterMillis,
    double roundTripMillis,
    long reorderedPackets,
    long duplicatePackets,
    long latePackets,
    long forgedPackets,
    long notRelayedPackets,
    long udptlSent,
    long udptlReceived) {}
