/**
 * The simulated carrier (D6): a SIP user agent that plays the telephone network on one machine, so
 * that calls out have somebody to reach without a contract and without a bill.
 */
package org.carillon.local.carrier;
