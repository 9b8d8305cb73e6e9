/** Where does this call go? */
package org.carillon.functions.sipruledispatch;
