/** Plays calls against a function without a telephone: {@link org.carillon.sma.testkit.SmaCall}. */
package org.carillon.sma.testkit;
