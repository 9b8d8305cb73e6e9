package org.carillon.core.settings;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.Retries;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdatePhoneNumberSettingsRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdatePhoneNumberSettingsResponse;

/**
 * UpdatePhoneNumberSettings: the outbound calling name that new US numbers get (N9). It can be
 * changed once in seven days.
 */
public final class UpdatePhoneNumberSettings
    implements Operation<UpdatePhoneNumberSettingsRequest, UpdatePhoneNumberSettingsResponse> {

  /** How long a calling name stays before it can be changed again. */
  public static final Duration BETWEEN_CHANGES = Duration.ofDays(7);

  private final Settings settings;
  private final InstantSource clock;

  /** Over these settings, by this clock. */
  public UpdatePhoneNumberSettings(Settings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public UpdatePhoneNumberSettingsResponse handle(
      UpdatePhoneNumberSettingsRequest request, Caller caller) {
    return Retries.onConflict(() -> update(request.callingName()));
  }

  private UpdatePhoneNumberSettingsResponse update(String name) {
    Optional<Settings.CallingName> read = settings.callingName();
    if (read.isEmpty() || !read.get().name().equals(name)) {
      Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
      read.ifPresent(before -> requireChangeable("CallingName", before.updated(), now));
      settings.putCallingName(read, name, now);
    }
    return UpdatePhoneNumberSettingsResponse.builder().build();
  }

  /**
   * Refuses a change that comes too early.
   *
   * @throws ApiException {@link ErrorType#BAD_REQUEST} saying when it is possible again
   */
  public static void requireChangeable(String member, Instant changed, Instant now) {
    Instant next = changed.plus(BETWEEN_CHANGES);
    if (now.isBefore(next)) {
      throw new ApiException(
          ErrorType.BAD_REQUEST,
          member + ": can be changed once in seven days, the next time at " + next + ".");
    }
  }
}
