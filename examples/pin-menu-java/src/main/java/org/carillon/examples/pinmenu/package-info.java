/** A menu behind a PIN, in Java with the carillon-sma library. */
package org.carillon.examples.pinmenu;
