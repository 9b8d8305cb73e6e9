/** What the keys of a caller mean to the actions that wait for them. */
package org.carillon.media.ivr.digits;
