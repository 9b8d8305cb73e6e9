/** Where a caller to emergency services is, and who is told of the call (E3). */
package org.carillon.core.emergency;
