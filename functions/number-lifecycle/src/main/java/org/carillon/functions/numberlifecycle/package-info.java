/** The function that does to phone numbers what time asks for. */
package org.carillon.functions.numberlifecycle;
