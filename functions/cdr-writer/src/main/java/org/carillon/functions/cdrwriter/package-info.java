/** Call facts in, call detail records out. */
package org.carillon.functions.cdrwriter;
