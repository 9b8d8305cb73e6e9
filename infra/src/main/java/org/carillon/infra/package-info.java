/** Carillon in an AWS account of the operator's: the CDK app and its stacks (D1). */
package org.carillon.infra;
