/** Finding the servers that a URI means (RFC 3263): NAPTR, SRV and address records of DNS. */
package org.carillon.media.sip.locate;
