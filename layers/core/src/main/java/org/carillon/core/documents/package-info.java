/** Reading of plain documents (the bodies of items, stream records and handler events). */
package org.carillon.core.documents;
