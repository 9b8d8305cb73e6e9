/** Who may call the API: signatures (Signature Version 4) and access keys. */
package org.carillon.core.access;
