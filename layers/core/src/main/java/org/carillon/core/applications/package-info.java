/** SIP media applications and SIP rules (S1, S2). */
package org.carillon.core.applications;
