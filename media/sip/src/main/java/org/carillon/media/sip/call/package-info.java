/** The user agent core: legs, dialogs in use, and what is answered without asking the user. */
package org.carillon.media.sip.call;
