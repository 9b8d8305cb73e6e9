package org.carillon.core.voiceprofiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.ports.ItemQuery;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceProfileDomainRequest;

/** Voice profile domains under many requests at once. */
class VoiceProfileStormTest {

  private final Voices voices = new Voices();

  @Test
  void threeDomainsAndThreeGrantsHoweverManyAskAtOnce() throws Exception {
    List<Boolean> made =
        run(
            12,
            () -> unless(ErrorType.RESOURCE_LIMIT_EXCEEDED, () -> voices.domain().name() != null));

    assertThat(made.stream().filter(it -> it).count()).isEqualTo(3);
    assertThat(voices.keys.grants(voices.key)).hasSize(3);
  }

  @Test
  void oneTokenMakesOneDomainWithOneGrant() throws Exception {
    assertThat(
            run(10, () -> voices.domain(r -> r.clientRequestToken("once")).voiceProfileDomainId()))
        .containsOnly(voices.domain(r -> r.clientRequestToken("once")).voiceProfileDomainId());
    assertThat(voices.keys.grants(voices.key)).hasSize(1);
  }

  @Test
  void noProfileOutlivesItsDomain() throws Exception {
    for (int round = 0; round < 10; round++) {
      String id = voices.domain().voiceProfileDomainId();
      String task = voices.found(id);
      List<Callable<Boolean>> work = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        work.add(() -> unless(ErrorType.GONE, () -> voices.profile(task) != null));
      }
      work.add(
          4,
          () -> {
            new DeleteVoiceProfileDomain(voices.space)
                .handle(
                    DeleteVoiceProfileDomainRequest.builder().voiceProfileDomainId(id).build(),
                    voices.core.caller);
            return true;
          });
      run(work);
      assertThat(stored("voice-profiles")).as("round %s", round).isZero();
      assertThat(stored("voice-profile-domains/" + id + "/profiles")).isZero();
    }
    assertThat(voices.keys.grants(voices.key)).isEmpty();
  }

  private int stored(String partition) {
    return voices
        .core
        .items
        .query(ItemQuery.partition("account/111122223333/" + partition, "", 1000))
        .items()
        .size();
  }

  private static boolean unless(ErrorType refusal, Callable<Boolean> call) throws Exception {
    try {
      return call.call();
    } catch (ApiException refused) {
      assertThat(refused.type())
          .isIn(refusal, ErrorType.ACCESS_DENIED, ErrorType.SERVICE_UNAVAILABLE);
      return false;
    }
  }

  private static <T> List<T> run(int times, Callable<T> one) throws Exception {
    List<Callable<T>> work = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      work.add(one);
    }
    return run(work);
  }

  private static <T> List<T> run(List<Callable<T>> work) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
      List<T> results = new ArrayList<>();
      for (Future<T> done : threads.invokeAll(work)) {
        results.add(done.get());
      }
      return results;
    }
  }
}
