/** What a leg says and hears, on disk first, then in its bucket. */
package org.carillon.media.ivr.recording;
