/** How the account's numbers are seen by those they call (N12), and whom they may call (N11). */
package org.carillon.core.reputation;
