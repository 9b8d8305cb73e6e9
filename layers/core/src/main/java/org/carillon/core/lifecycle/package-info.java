/** What happens to an account by time alone (N10, S7, P1, O5). */
package org.carillon.core.lifecycle;
