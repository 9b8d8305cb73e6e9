/** Events of the account's resources (O6): which there are, and how they leave without loss. */
package org.carillon.core.events;
