package org.carillon.local.functions;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.carillon.core.ports.FunctionInvoker.Result;

/** One event on its way through a function. The pool's lock guards {@link #instance}. */
final class Invocation {
  final String requestId = UUID.randomUUID().toString();
  final String functionArn;
  final byte[] payload;

  /** Wall-clock time after which nobody waits any more, in milliseconds since 1970. */
  final long deadlineMillis;

  final CompletableFuture<Result> result = new CompletableFuture<>();

  /** Who works on it; null while it waits for an instance. */
  FunctionInstance instance;

  Invocation(String functionArn, byte[] payload, long deadlineMillis) {
    this.functionArn = functionArn;
    this.payload = payload;
    this.deadlineMillis = deadlineMillis;
  }

  /** The X-Ray header Lambda sends: a fresh trace, not sampled. */
  String traceId() {
    var random = ThreadLocalRandom.current();
    return String.format(
        "Root=1-%08x-%08x%016x;Parent=%016x;Sampled=0",
        System.currentTimeMillis() / 1000, random.nextInt(), random.nextLong(), random.nextLong());
  }
}
