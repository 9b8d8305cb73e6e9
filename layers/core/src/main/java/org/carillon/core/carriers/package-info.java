/**
 * Carriers that the operator brings: trunks to and from the telephone network, and their number
 * lists (D6, N1).
 */
package org.carillon.core.carriers;
