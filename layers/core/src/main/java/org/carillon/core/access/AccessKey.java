package org.carillon.core.access;

import java.time.Instant;
import java.util.Optional;

/**
 * An access key.
 *
 * @param id what requests name, such as {@code AKIAIOSFODNN7EXAMPLE}
 * @param principal whose it is
 * @param secret what requests are signed with
 * @param sessionToken what requests carry beside the signature when the key is a temporary one
 * @param expiresAt when a temporary key ends
 * @param active whether it works; its owner can switch it off and on
 */
public record AccessKey(
    String id,
    Principal principal,
    Secret secret,
    Optional<Secret> sessionToken,
    Optional<Instant> expiresAt,
    boolean active) {}
