/** Number imports and removals as a scheduled Lambda. */
package org.carillon.functions.numberimport;
