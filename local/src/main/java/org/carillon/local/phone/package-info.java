/** A telephone on the command line: SIP and RTP of our own stack, for calls to try things with. */
package org.carillon.local.phone;
