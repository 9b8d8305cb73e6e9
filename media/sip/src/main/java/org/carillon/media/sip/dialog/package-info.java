/** Dialogs (RFC 3261 section 12). */
package org.carillon.media.sip.dialog;
