/**
 * The developer's view of calls (S4, O11): what happened on each, moment by moment, kept for a day.
 */
package org.carillon.core.timeline;
