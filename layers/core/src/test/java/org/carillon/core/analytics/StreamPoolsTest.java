package org.carillon.core.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.core.CoreFixture.refused;

import org.carillon.contract.ErrorType;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.CreateMediaPipelineKinesisVideoStreamPoolRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.DeleteMediaPipelineKinesisVideoStreamPoolRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.GetMediaPipelineKinesisVideoStreamPoolRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.KinesisVideoStreamPoolConfiguration;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.ListMediaPipelineKinesisVideoStreamPoolsRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.UpdateMediaPipelineKinesisVideoStreamPoolRequest;

/** Pools of Kinesis video streams. */
class StreamPoolsTest {

  private final Insights insights = new Insights();

  private KinesisVideoStreamPoolConfiguration create(String name, String region, String token) {
    return new CreateMediaPipelineKinesisVideoStreamPool(insights.space, insights.core.clock)
        .handle(
            CreateMediaPipelineKinesisVideoStreamPoolRequest.builder()
                .poolName(name)
                .streamConfiguration(c -> c.region(region).dataRetentionInHours(2))
                .clientRequestToken(token)
                .build(),
            insights.core.caller)
        .kinesisVideoStreamPoolConfiguration();
  }

  private KinesisVideoStreamPoolConfiguration get(String identifier) {
    return new GetMediaPipelineKinesisVideoStreamPool(insights.space)
        .handle(
            GetMediaPipelineKinesisVideoStreamPoolRequest.builder().identifier(identifier).build(),
            insights.core.caller)
        .kinesisVideoStreamPoolConfiguration();
  }

  @Test
  void aPoolIsMadeChangedListedAndDeleted() {
    KinesisVideoStreamPoolConfiguration made = create("calls", "us-east-1", "once");

    assertThat(create("calls", "us-east-1", "once")).isEqualTo(made);
    assertThat(get(made.poolArn())).isEqualTo(made);
    assertThat(
            new UpdateMediaPipelineKinesisVideoStreamPool(insights.space, insights.core.clock)
                .handle(
                    UpdateMediaPipelineKinesisVideoStreamPoolRequest.builder()
                        .identifier("calls")
                        .streamConfiguration(c -> c.dataRetentionInHours(24))
                        .build(),
                    insights.core.caller)
                .kinesisVideoStreamPoolConfiguration()
                .streamConfiguration()
                .dataRetentionInHours())
        .isEqualTo(24);
    assertThat(
            new ListMediaPipelineKinesisVideoStreamPools(insights.core.listing, insights.space)
                .handle(
                    ListMediaPipelineKinesisVideoStreamPoolsRequest.builder().build(),
                    insights.core.caller)
                .kinesisVideoStreamPools())
        .singleElement()
        .satisfies(pool -> assertThat(pool.poolId()).isEqualTo(made.poolId()));

    new DeleteMediaPipelineKinesisVideoStreamPool(insights.space)
        .handle(
            DeleteMediaPipelineKinesisVideoStreamPoolRequest.builder().identifier("calls").build(),
            insights.core.caller);
    refused(ErrorType.NOT_FOUND, "Identifier", () -> get("calls"));
  }

  @Test
  void aNameIsTakenOnceAndARegionIsARegion() {
    create("calls", "us-east-1", null);

    refused(ErrorType.CONFLICT, "PoolName", () -> create("calls", "us-east-1", null));
    refused(
        ErrorType.BAD_REQUEST,
        "StreamConfiguration.Region",
        () -> create("more", "xx-nowhere-1", null));
  }
}
