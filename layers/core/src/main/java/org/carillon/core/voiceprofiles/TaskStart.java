package org.carillon.core.voiceprofiles;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.contract.ErrorType;
import org.carillon.core.RequestTokens;
import org.carillon.core.Retries;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.voiceprofiles.VoiceAnalyticsTasks.Wanted;
import software.amazon.awssdk.core.SdkPojo;

/** Starts a task, once for a request token (P4, P5). */
final class TaskStart {

  private TaskStart() {}

  /**
   * Starts it, or gives the one that the same request started before.
   *
   * @param operation the operation's name
   * @param token the request's token; may be null
   */
  static Item start(
      VoiceProfileSpace space, String operation, String token, SdkPojo request, Wanted wanted) {
    return Retries.onConflict(
        () -> {
          Optional<RequestTokens.Known> known =
              Optional.ofNullable(token)
                  .map(it -> space.tokens().find(operation, it, request, ErrorType.CONFLICT));
          Optional<String> made = known.flatMap(RequestTokens.Known::resource);
          if (made.isPresent()) {
            return space.tasks().read(made.get());
          }
          Map.Entry<String, ItemWrite[]> task = space.tasks().start(wanted);
          List<ItemWrite> writes = new ArrayList<>(List.of(task.getValue()));
          known.ifPresent(it -> writes.add(space.tokens().remember(it, task.getKey())));
          space.items().write(writes);
          return space.tasks().read(task.getKey());
        });
  }
}
