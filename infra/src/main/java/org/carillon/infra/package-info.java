/**
 * Carillon in an AWS account of the operator's: the CDK app and its stacks (D1).
 *
 * <p>The same installation makes the same templates, byte by byte. {@code Map.of} has another order
 * in every process, so maps of several members that go into a template are sorted.
 */
package org.carillon.infra;
