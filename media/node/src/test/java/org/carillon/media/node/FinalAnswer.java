package org.carillon.media.node;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.carillon.media.sip.ResponseHandler;
import org.carillon.media.sip.UacRequest;
import org.carillon.media.sip.message.SipResponse;

/** Takes the final answer to a request. */
record FinalAnswer(CompletableFuture<SipResponse> answer) implements ResponseHandler {

  @Override
  public void onResponse(UacRequest request, SipResponse response) {
    if (response.isFinal()) {
      answer.complete(response);
    }
  }

  @Override
  public void onFailure(UacRequest request, int status, String reason) {
    answer.completeExceptionally(new AssertionError(status + " " + reason));
  }

  static SipResponse await(CompletableFuture<SipResponse> answer) {
    try {
      return answer.get(20, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new AssertionError("no answer came", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
