package org.carillon.core.calls;

import java.util.Map;

/**
 * An action as the function sent it.
 *
 * @param type its {@code Type}
 * @param parameters its {@code Parameters}, unread: they are echoed as they came
 */
public record CallAction(String type, Map<String, Object> parameters) {}
