/**
 * The Java runtime of a function's child process: asks the Lambda Runtime API for events and hands
 * them to the customer's handler. Depends on the JDK and on the two public Lambda libraries only,
 * since nothing else is on the child's class path.
 */
package org.carillon.local.functions.child;
