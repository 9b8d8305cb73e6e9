/** Modules that Carillon adds to the embedded MaryTTS synthesiser. */
package org.carillon.media.ivr.mary;
