/** What a caller hears: prompts and speech. */
package org.carillon.media.ivr;
