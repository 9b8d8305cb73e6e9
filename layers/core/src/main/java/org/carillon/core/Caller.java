package org.carillon.core;

import org.carillon.core.access.Principal;

/**
 * Who asks for an operation, and where.
 *
 * @param account the account whose resources it is about
 * @param principal who signed the request
 * @param requestId the id of this request, in every answer and log line of it
 */
public record Caller(Account account, Principal principal, String requestId) {}
