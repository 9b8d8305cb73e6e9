/** Events and audit records on their way out, as one Lambda. */
package org.carillon.functions.traildelivery;
