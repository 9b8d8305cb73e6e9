package org.carillon.media.node;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.carillon.core.calls.ActionError;
import org.carillon.core.calls.ActionResult;
import org.carillon.core.calls.MediaCommand;
import org.carillon.media.ivr.recording.BucketRefusesException;
import org.carillon.media.ivr.recording.LegRecorder;
import org.carillon.media.ivr.recording.LegRecorder.Limits;
import org.carillon.media.ivr.recording.Recording;
import org.carillon.media.ivr.recording.Recordings;
import org.carillon.media.rtp.AudioReader;
import org.carillon.media.rtp.RtpStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The recordings of one leg: a RecordAudio that runs, and the recording of the call (A3). Owned by
 * the leg's SIP loop; files are opened, written and delivered on other threads.
 */
final class LegRecordings {
  private static final Logger log = LoggerFactory.getLogger(LegRecordings.class);

  /** How long the end of a leg waits to be told because its recording is on its way. */
  private static final Duration DELIVERY_LIMIT = Duration.ofSeconds(10);

  private final RtpStream stream;
  private final LegAudio.OnLoop loop;
  private Optional<Message> recordAudio = Optional.empty();
  private Optional<Running> ofCall = Optional.empty();

  LegRecordings(RtpStream stream, LegAudio.OnLoop loop) {
    this.stream = stream;
    this.loop = loop;
  }

  /** A recording from its begin to its bucket. */
  private static final class Running {
    private final CompletableFuture<LegRecorder> started;
    private final CompletableFuture<Void> delivered;

    Running(CompletableFuture<LegRecorder> started) {
      this.started = started;
      this.delivered =
          started.thenCompose(
              recorder -> recorder.ended().thenCompose(_ -> recorder.recording().deliver()));
    }

    void stop() {
      tell(LegRecorder::stop);
    }

    void tell(Consumer<LegRecorder> what) {
      var _ = started.thenAccept(what);
    }
  }

  /** A RecordAudio that runs. */
  private static final class Message {
    private final MediaCommand.RecordAudio command;
    private final Running running;
    private Optional<Character> terminator = Optional.empty();

    Message(MediaCommand.RecordAudio command, Running running) {
      this.command = command;
      this.running = running;
    }

    ActionResult result() {
      return new ActionResult.Recorded(command.bucket(), command.key(), terminator);
    }
  }

  private static CompletableFuture<LegRecorder> start(
      Function<Integer, Recording> open, List<AudioReader> readers, Limits limits) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return LegRecorder.start(open.apply(readers.size()), readers, limits);
          } catch (RuntimeException e) {
            readers.forEach(AudioReader::close);
            throw e;
          }
        },
        Thread::startVirtualThread);
  }

  private static Map<String, String> metadata(String transactionId, String callId) {
    return Map.of("transaction-id", transactionId, "call-id", callId);
  }

  // ---- RecordAudio

  /** Records what the leg says; done when it is in its bucket. */
  void record(
      MediaCommand.RecordAudio command,
      Recordings recordings,
      String transactionId,
      CommandRunner.Done done) {
    Limits limits =
        new Limits(
            command.longest(),
            command.silence().map(MediaCommand.Silence::duration),
            command.silence().map(MediaCommand.Silence::threshold).orElse(0));
    Map<String, String> metadata = metadata(transactionId, command.callId());
    Running running =
        new Running(
            start(
                channels ->
                    recordings.beginWhereTaken(command.bucket(), command.key(), metadata, channels),
                List.of(stream.openReader()),
                limits));
    Message message = new Message(command, running);
    recordAudio = Optional.of(message);
    var _ =
        running.delivered.whenComplete(
            (_, failure) -> loop.execute(() -> recorded(message, failure, done)));
  }

  private void recorded(Message message, Throwable failure, CommandRunner.Done done) {
    if (recordAudio.filter(now -> now == message).isPresent()) {
      recordAudio = Optional.empty();
    }
    if (failure == null) {
      done.succeeded(message.result());
    } else {
      done.accept(Optional.of(recordError(failure)));
    }
  }

  private static ActionError recordError(Throwable failure) {
    log.warn("A RecordAudio failed: {}", cause(failure).getMessage());
    return switch (cause(failure)) {
      case IllegalArgumentException _ ->
          ActionError.invalidParameter("The RecordingDestination parameter is invalid.");
      case UncheckedIOException _ -> ActionError.SYSTEM;
      default -> ActionError.RECORDING_NOT_UPLOADED;
    };
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  /** Whether a key ended the RecordAudio that runs. */
  boolean ended(char digit) {
    Optional<Message> message =
        recordAudio.filter(
            now -> now.terminator.isEmpty() && now.command.terminators().indexOf(digit) >= 0);
    message.ifPresent(
        now -> {
          now.terminator = Optional.of(digit);
          now.running.stop();
        });
    return message.isPresent();
  }

  /** The RecordAudio in hand ends; what was recorded is delivered, and nobody is told. */
  void stopRecordAudio() {
    recordAudio.ifPresent(message -> message.running.stop());
    recordAudio = Optional.empty();
  }

  // ---- the call's recording

  /** Records the leg until it ends or {@link #stopCall}; then it may be recorded again. */
  void startCall(
      MediaCommand.StartCallRecording command,
      Recordings recordings,
      String transactionId,
      CommandRunner.Done done) {
    if (ofCall.isPresent()) {
      done.accept(
          Optional.of(
              ActionError.invalidParameter(
                  "The call leg is recorded already. Stop that recording first.")));
      return;
    }
    List<AudioReader> readers =
        switch (command.track()) {
          case INCOMING -> List.of(stream.openReader());
          case OUTGOING -> List.of(stream.openSentReader());
          case BOTH -> List.of(stream.openReader(), stream.openSentReader());
        };
    Map<String, String> metadata = metadata(transactionId, command.callId());
    Running running =
        new Running(
            start(
                channels ->
                    recordings.beginWhereTaken(command.bucket(), command.key(), metadata, channels),
                readers,
                Limits.NONE));
    ofCall = Optional.of(running);
    var _ =
        running.started.whenComplete(
            (_, failure) -> loop.execute(() -> callStarted(command, running, failure, done)));
  }

  private void callStarted(
      MediaCommand.StartCallRecording command,
      Running running,
      Throwable failure,
      CommandRunner.Done done) {
    if (failure == null) {
      done.succeeded(new ActionResult.CallRecording(command.bucket() + "/" + command.key()));
      return;
    }
    ofCall = ofCall.filter(now -> now != running);
    log.warn("A call recording failed: {}", cause(failure).getMessage());
    boolean destination =
        cause(failure) instanceof IllegalArgumentException
            || cause(failure) instanceof BucketRefusesException;
    done.accept(
        Optional.of(destination ? ActionError.NO_ACCESS_TO_DESTINATION : ActionError.SYSTEM));
  }

  /** Ends the call's recording, which is delivered. */
  void stopCall(CommandRunner.Done done) {
    Optional<Running> stopped = ofCall;
    ofCall = Optional.empty(); // before the next command, which may start another one
    tell(stopped, LegRecorder::stop, done);
  }

  /** Pauses or resumes the call's recording. */
  void change(Consumer<LegRecorder> what, CommandRunner.Done done) {
    tell(ofCall, what, done);
  }

  private static void tell(
      Optional<Running> recording, Consumer<LegRecorder> what, CommandRunner.Done done) {
    recording.ifPresent(running -> running.tell(what));
    done.accept(
        recording.isPresent()
            ? Optional.empty()
            : Optional.of(ActionError.invalidParameter("The call leg is not recorded.")));
  }

  // ---- the end

  /**
   * The leg is gone: all recordings end and are delivered.
   *
   * @return what the RecordAudio in hand brings, once it is delivered; fails when it is not
   */
  Optional<CompletableFuture<ActionResult>> close() {
    ofCall.ifPresent(Running::stop);
    Optional<Message> last = recordAudio;
    stopRecordAudio();
    return last.map(
        message ->
            message
                .running
                .delivered
                .thenApply(_ -> message.result())
                .orTimeout(DELIVERY_LIMIT.toMillis(), TimeUnit.MILLISECONDS));
  }
}
