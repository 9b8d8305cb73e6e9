package org.carillon.core.ports;

import java.util.Map;

/**
 * An object as read.
 *
 * @param content its bytes
 * @param contentType the media type given when it was stored; for a file laid into the store by
 *     hand that of its extension, or {@code application/octet-stream}
 * @param metadata user metadata, lower-case keys
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record StoredObject(byte[] content, String contentType, Map<String, String> metadata) {}
