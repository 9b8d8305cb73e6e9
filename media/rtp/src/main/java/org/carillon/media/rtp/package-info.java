/** RTP, G.711 and the packet path. */
package org.carillon.media.rtp;
