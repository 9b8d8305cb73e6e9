/** How much of everything an account may have (O8). */
package org.carillon.core.quotas;
