/** What next on this call? */
package org.carillon.functions.smaactions;
