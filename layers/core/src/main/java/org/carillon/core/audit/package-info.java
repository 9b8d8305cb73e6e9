/** The audit of every call of the APIs in CloudTrail's record form (O5). */
package org.carillon.core.audit;
