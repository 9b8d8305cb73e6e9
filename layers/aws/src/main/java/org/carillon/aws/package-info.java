/** The ports on the AWS SDK. */
package org.carillon.aws;
