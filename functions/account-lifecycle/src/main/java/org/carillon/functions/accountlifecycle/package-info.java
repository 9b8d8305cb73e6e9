/** The function that does to an account what time asks for, phone numbers apart. */
package org.carillon.functions.accountlifecycle;
