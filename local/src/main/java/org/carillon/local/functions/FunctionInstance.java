package org.carillon.local.functions;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.carillon.core.ports.FunctionInvoker.Result;
import org.slf4j.Logger;

/**
 * One child process of a function. Its fields are guarded by the lock of its {@link FunctionPool},
 * except the process itself.
 */
final class FunctionInstance {
  /** A log line longer than this is cut. */
  static final int MAX_LOG_LINE_CHARS = 16 * 1024;

  /** Where an instance stands between its start and its end. */
  enum State {
    STARTING,
    IDLE,
    BUSY,
    GONE
  }

  /** Unguessable: the part of the Runtime API's address that only this process knows. */
  final String token;

  final long startedNanos = System.nanoTime();
  State state = State.STARTING;

  /** What it works on; null unless {@link State#BUSY}. */
  Invocation current;

  /** Filled when the next event is there, with nothing when the instance is to end. */
  CompletableFuture<Optional<Invocation>> waiting;

  /** Why it never got ready; null when no reason was given. */
  Result initFailure;

  /** Why it was ended on purpose; null when it was not. */
  String endReason;

  int invocations;

  private Process process;
  private boolean ended;

  FunctionInstance(String token) {
    this.token = token;
  }

  /** Binds the process; one that was ended in the meantime dies at once. */
  synchronized void run(Process started) {
    process = started;
    if (ended) {
      destroy();
    }
  }

  /** Ends the process and all it started. */
  synchronized void end() {
    ended = true;
    if (process != null) {
      destroy();
    }
  }

  private void destroy() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /** Carries what the process prints into our log, line by line, until it ends. */
  static void pumpLog(Process process, Logger log) throws IOException {
    try (var reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      var line = new StringBuilder();
      boolean cut = false;
      for (int c = reader.read(); c >= 0; c = reader.read()) {
        if (c == '\n') {
          log.info("{}{}", line, cut ? " [cut]" : "");
          line.setLength(0);
          cut = false;
        } else if (line.length() >= MAX_LOG_LINE_CHARS) {
          cut = true;
        } else if (c != '\r') {
          line.append((char) c);
        }
      }
      if (!line.isEmpty()) {
        log.info("{}", line);
      }
    }
  }
}
