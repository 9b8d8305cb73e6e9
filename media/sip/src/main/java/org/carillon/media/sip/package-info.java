/** The SIP stack. */
package org.carillon.media.sip;
