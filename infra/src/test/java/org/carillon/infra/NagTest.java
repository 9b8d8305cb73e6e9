package org.carillon.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Annotations;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.services.s3.Bucket;

/** cdk-nag's rules AwsSolutions over every stack. */
class NagTest {

  @ParameterizedTest
  @ValueSource(strings = {Synth.PLAIN, Synth.FULL})
  void findsNothingThatHasNoReason(String yaml) {
    assertThat(Synth.of(yaml).findings()).isEmpty();
  }

  @Test
  void wouldFindABucketThatIsOpen() {
    App app = new App();
    Stack stack = new Stack(app, "open");
    Bucket.Builder.create(stack, "Open").build();
    Aspects.of(app).add(new AwsSolutionsChecks());

    assertThat(
            Annotations.fromStack(stack)
                .findError("*", Match.stringLikeRegexp("AwsSolutions-S10.*")))
        .isNotEmpty();
  }
}
