/** Tags of resources (V8). */
package org.carillon.core.tags;
