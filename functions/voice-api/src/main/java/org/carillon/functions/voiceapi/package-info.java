/** The administration API as one Lambda. */
package org.carillon.functions.voiceapi;
