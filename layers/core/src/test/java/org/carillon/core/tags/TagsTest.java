package org.carillon.core.tags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.core.CoreFixture.refused;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.carillon.contract.ErrorType;
import org.carillon.core.CoreFixture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.chimesdkvoice.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.Tag;
import software.amazon.awssdk.services.chimesdkvoice.model.TagResourceRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.UntagResourceRequest;

/** Tags of a resource (V8), on a SIP media application. */
class TagsTest {

  private final CoreFixture core = new CoreFixture();
  private final Tags tags = new Tags(core.items, core.account);
  private String arn;

  @BeforeEach
  void application() {
    arn = core.account.arn("sma/" + core.application("us-east-1"));
  }

  @Test
  void areAddedChangedAndRemoved() {
    tag(tag("team", "voice"), tag("cost", "12"));
    tag(tag("team", "data"));
    assertThat(listed()).containsExactly(tag("cost", "12"), tag("team", "data"));

    untag("cost", "never-there");
    assertThat(listed()).containsExactly(tag("team", "data"));
  }

  @Test
  void theFiftyFirstIsRefusedAndNothingIsChanged() {
    tag(IntStream.range(0, 50).mapToObj(i -> tag("key" + i, "v")).toArray(Tag[]::new));

    refused(ErrorType.RESOURCE_LIMIT_EXCEEDED, "at most 50 tags", () -> tag(tag("one more", "")));
    tag(tag("key7", "new value"));

    assertThat(listed()).hasSize(50).contains(tag("key7", "new value"));
  }

  @Test
  void aKeyThatComesTwiceIsReservedOrBrokenIsRefused() {
    refused(ErrorType.BAD_REQUEST, "Tags[1].Key", () -> tag(tag("a", "1"), tag("a", "2")));
    refused(ErrorType.BAD_REQUEST, "Tags[0].Key", () -> tag(tag("AWS:mine", "1")));
    refused(ErrorType.BAD_REQUEST, "Tags[0].Key", () -> tag(tag("\ud800", "1")));
    assertThat(listed()).isEmpty();
  }

  @Test
  void aResourceThatIsNotThereIsNotFound() {
    for (String other :
        List.of(
            arn + "x", arn.replace("111122223333", "444455556666"), "arn:" + "a".repeat(2000))) {
      refused(ErrorType.NOT_FOUND, "ResourceARN", () -> tags.add(other, Map.of("team", "voice")));
      refused(ErrorType.NOT_FOUND, "ResourceARN", () -> tags.require(other));
    }
  }

  private void tag(Tag... wanted) {
    new TagResource(tags)
        .handle(TagResourceRequest.builder().resourceARN(arn).tags(wanted).build(), core.caller);
  }

  private void untag(String... keys) {
    new UntagResource(tags)
        .handle(UntagResourceRequest.builder().resourceARN(arn).tagKeys(keys).build(), core.caller);
  }

  private List<Tag> listed() {
    return new ListTagsForResource(tags)
        .handle(ListTagsForResourceRequest.builder().resourceARN(arn).build(), core.caller)
        .tags();
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }
}
