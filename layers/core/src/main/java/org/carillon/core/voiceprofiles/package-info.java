/** Voice profile domains, voice profiles, and the tasks of voice analytics (P1 to P5). */
package org.carillon.core.voiceprofiles;
