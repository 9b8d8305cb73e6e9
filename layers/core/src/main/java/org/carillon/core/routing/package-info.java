/**
 * Where a call goes: a pure function of the facts of an INVITE and the account's configuration (S3,
 * design section 5.2).
 */
package org.carillon.core.routing;
