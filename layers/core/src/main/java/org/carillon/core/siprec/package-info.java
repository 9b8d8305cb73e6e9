/** What a session recording client says of the call it has recorded (SIPREC, V11). */
package org.carillon.core.siprec;
