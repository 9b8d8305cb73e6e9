package org.carillon.core.analytics;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Caller;
import org.carillon.core.Ids;
import org.carillon.core.Operation;
import org.carillon.core.RequestTokens;
import org.carillon.core.Retries;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.quotas.Quota;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.CreateMediaPipelineKinesisVideoStreamPoolRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.CreateMediaPipelineKinesisVideoStreamPoolResponse;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.KinesisVideoStreamPoolConfiguration;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.KinesisVideoStreamPoolStatus;

/**
 * CreateMediaPipelineKinesisVideoStreamPool (A2): streams are made in it when they are first
 * needed.
 */
public final class CreateMediaPipelineKinesisVideoStreamPool
    implements Operation<
        CreateMediaPipelineKinesisVideoStreamPoolRequest,
        CreateMediaPipelineKinesisVideoStreamPoolResponse> {

  /** The operation's name, by which its tokens are kept. */
  static final String NAME = "CreateMediaPipelineKinesisVideoStreamPool";

  /** Where the hosted service has pools; the installation's own region is good as well. */
  private static final Set<String> REGIONS =
      Set.of(
          "us-east-1",
          "us-west-2",
          "ca-central-1",
          "eu-central-1",
          "eu-west-1",
          "eu-west-2",
          "ap-northeast-1",
          "ap-northeast-2",
          "ap-southeast-1",
          "ap-southeast-2");

  private final AnalyticsSpace space;
  private final InstantSource clock;

  /** In this space, by this clock. */
  public CreateMediaPipelineKinesisVideoStreamPool(AnalyticsSpace space, InstantSource clock) {
    this.space = space;
    this.clock = clock;
  }

  @Override
  public CreateMediaPipelineKinesisVideoStreamPoolResponse handle(
      CreateMediaPipelineKinesisVideoStreamPoolRequest request, Caller caller) {
    String region = request.streamConfiguration().region();
    if (!REGIONS.contains(region) && !space.account().region().equals(region)) {
      Set<String> good = new TreeSet<>(REGIONS);
      good.add(space.account().region());
      throw ResourceArns.bad(
          "StreamConfiguration.Region", "one of " + String.join(", ", good) + ".");
    }
    Map<String, String> tags = AnalyticsSpace.checked(request.tags());
    return CreateMediaPipelineKinesisVideoStreamPoolResponse.builder()
        .kinesisVideoStreamPoolConfiguration(Retries.onConflict(() -> create(request, tags)))
        .build();
  }

  private KinesisVideoStreamPoolConfiguration create(
      CreateMediaPipelineKinesisVideoStreamPoolRequest request, Map<String, String> tags) {
    Optional<RequestTokens.Known> token =
        Optional.ofNullable(request.clientRequestToken())
            .map(it -> space.tokens().find(NAME, it, request, ErrorType.CONFLICT));
    Optional<KinesisVideoStreamPoolConfiguration> there =
        space.pools().find(request.poolName()).map(StreamPools::pool);
    if (there.isPresent() && token.flatMap(RequestTokens.Known::resource).isPresent()) {
      return there.get();
    }
    if (there.isPresent()) {
      throw new ApiException(
          ErrorType.CONFLICT, "PoolName: the account has a pool of this name. Choose another.");
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    KinesisVideoStreamPoolConfiguration pool =
        KinesisVideoStreamPoolConfiguration.builder()
            .poolArn(space.pools().arn(request.poolName()))
            .poolName(request.poolName())
            .poolId(Ids.guid())
            .poolStatus(KinesisVideoStreamPoolStatus.ACTIVE)
            .poolSize(0)
            .streamConfiguration(request.streamConfiguration())
            .createdTimestamp(now)
            .updatedTimestamp(now)
            .build();
    List<ItemWrite> writes = new ArrayList<>();
    writes.add(space.pools().create(pool, Optional.ofNullable(request.clientRequestToken())));
    writes.add(space.tags().create(pool.poolArn(), tags));
    writes.add(space.quotas().take(Quota.KINESIS_VIDEO_STREAM_POOLS, "", 1));
    token.ifPresent(it -> writes.add(space.tokens().remember(it, pool.poolName())));
    space.items().write(writes);
    return pool;
  }
}
