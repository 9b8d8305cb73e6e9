package org.carillon.core.ports;

/**
 * A part of an object as read.
 *
 * @param content its bytes, as many as were asked for or up to the object's end
 * @param size bytes of the whole object
 * @param version the same as long as the object is: parts of one version belong together
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record ObjectPart(byte[] content, long size, String version) {}
