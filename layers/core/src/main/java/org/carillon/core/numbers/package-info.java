/** Phone numbers: the pool on offer, orders, and the account's inventory (N1, N2, N7, N8, N10). */
package org.carillon.core.numbers;
