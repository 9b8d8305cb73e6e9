/** Civic addresses for emergency calls (E1). */
package org.carillon.core.addresses;
