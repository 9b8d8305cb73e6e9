/**
 * A programmable call's session with its application (S4): events go to the customer's function,
 * its answer becomes typed media commands. Stateless: the caller carries the {@link
 * org.carillon.core.calls.CallSession} from turn to turn.
 */
package org.carillon.core.calls;
