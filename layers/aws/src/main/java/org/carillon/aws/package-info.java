/** The ports on AWS SDK v2: DynamoDB for items, S3 for objects, SQS for call facts, Lambda, KMS. */
package org.carillon.aws;
