/** Audio conferences: what a meeting's participants on phones hear of each other (S7). */
package org.carillon.media.ivr.conference;
