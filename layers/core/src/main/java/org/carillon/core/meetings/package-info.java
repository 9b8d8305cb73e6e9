/** Meetings and their attendees (S7). */
package org.carillon.core.meetings;
