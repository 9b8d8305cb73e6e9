package org.carillon.media.sip.sdp;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What offer and answer agreed on for the one audio stream.
 *
 * @param remote where the peer receives RTP, as its description says; a host of 0.0.0.0 means hold
 *     in the old way
 * @param remoteRtcp where it receives RTCP
 * @param codec the speech codec
 * @param payloadType its payload type in packets we send
 * @param receivePayloadType its payload type in packets we receive
 * @param telephoneEvent the payload type of DTMF events in packets we send; empty when not agreed
 * @param receiveTelephoneEvent the payload type of DTMF events in packets we receive
 * @param ptime milliseconds of audio in packets we send
 * @param direction the flow as our side sees it
 * @param crypto the keys when the packets are SRTP
 */
public record NegotiatedAudio(
    InetSocketAddress remote,
    InetSocketAddress remoteRtcp,
    Codec codec,
    int payloadType,
    int receivePayloadType,
    OptionalInt telephoneEvent,
    OptionalInt receiveTelephoneEvent,
    int ptime,
    Direction direction,
    Optional<RelayedMedia.Keys> crypto) {}
