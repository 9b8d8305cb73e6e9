/** {@code scripts/invoke}: any Lambda handler on a sample event (D4). */
package org.carillon.local.invoke;
