/**
 * What the hosted service does by support case: requests for international numbers, porting in and
 * porting out, with their documents (N4, N5, N6).
 */
package org.carillon.core.porting;
