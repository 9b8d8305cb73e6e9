/**
 * The contract of SIP media applications for authors of functions: events and actions as records, a
 * builder of responses that checks limits before a call does, and a reader of events. Works with
 * the hosted service and with Carillon alike; depends on neither.
 */
package org.carillon.sma;
