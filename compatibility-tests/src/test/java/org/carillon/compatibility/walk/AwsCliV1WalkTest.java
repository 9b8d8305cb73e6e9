package org.carillon.compatibility.walk;

/** The AWS CLI, version 1 (D5). */
class AwsCliV1WalkTest extends AwsCliWalk {

  AwsCliV1WalkTest() {
    super("1");
  }
}
