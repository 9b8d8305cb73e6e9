/** IAM policies: read, checked, evaluated. Plain data, no store (O3). */
package org.carillon.core.access.policy;
