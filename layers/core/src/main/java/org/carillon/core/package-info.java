/** Every rule of Carillon, by feature, in plain Java on plain data. */
package org.carillon.core;
