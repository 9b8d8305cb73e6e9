package org.carillon.compatibility.walk;

/** The AWS CLI, version 2 (D5). */
class AwsCliV2WalkTest extends AwsCliWalk {

  AwsCliV2WalkTest() {
    super("2");
  }
}
