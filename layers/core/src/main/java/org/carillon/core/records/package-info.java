/** Facts of calls and the call detail records made of them (O1, design section 5.7). */
package org.carillon.core.records;
