/**
 * Runs customers' functions in child processes behind the Lambda Runtime API (design section 6).
 *
 * <p>{@link org.carillon.local.functions.LocalFunctions} is the port. Each function has a {@link
 * org.carillon.local.functions.FunctionPool} of instances; each instance is one child process that
 * asks {@link org.carillon.local.functions.RuntimeApi} for its next event.
 */
package org.carillon.local.functions;
