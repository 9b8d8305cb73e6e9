/** A SIP media application function. */
package org.carillon.examples.hello;
