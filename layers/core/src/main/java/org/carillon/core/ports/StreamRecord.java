package org.carillon.core.ports;

import java.util.Map;

/**
 * One record of the event stream.
 *
 * @param id unique; a second append of the same id within minutes may be dropped
 * @param key records of one key keep their order; the transaction id of the call
 * @param body a document, as in {@link Item#body()}
 */
public record StreamRecord(String id, String key, Map<String, Object> body) {}
