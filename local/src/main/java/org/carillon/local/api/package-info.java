/** The HTTP edge of local mode. */
package org.carillon.local.api;
