/** Sounds that come with Carillon. */
package org.carillon.local.prompts;
