/** Settings of the whole account (O1, N9). */
package org.carillon.core.settings;
