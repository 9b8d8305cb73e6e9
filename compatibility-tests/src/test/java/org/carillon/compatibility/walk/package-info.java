/**
 * Every operation, walked by several unmodified clients: the stories of {@code stories/} are played
 * by each. A call goes through the client's own code both ways.
 */
package org.carillon.compatibility.walk;
