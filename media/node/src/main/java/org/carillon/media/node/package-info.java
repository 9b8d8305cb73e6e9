/** The media node: calls on the SIP edge. */
package org.carillon.media.node;
