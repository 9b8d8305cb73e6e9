/** Signed caller identity: PASSporT and SHAKEN (RFC 8224, RFC 8225, RFC 8588; N13). */
package org.carillon.core.identity;
