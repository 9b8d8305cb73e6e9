/** The first example: a function that answers a call. */
package org.carillon.examples.hello;
