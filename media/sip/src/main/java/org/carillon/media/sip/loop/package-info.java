/** The thread that owns transactions and legs. */
package org.carillon.media.sip.loop;
