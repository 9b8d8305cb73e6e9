/** Taking noise out of speech (VoiceFocus, S4). */
package org.carillon.media.ivr.noise;
