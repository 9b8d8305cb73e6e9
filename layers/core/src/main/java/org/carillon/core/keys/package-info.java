/** The keys an installation keeps itself in place of AWS KMS, for their owner (P2, D2). */
package org.carillon.core.keys;
