package org.carillon.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.core.CoreFixture.refused;

import java.time.Duration;
import java.util.List;
import org.carillon.contract.ErrorType;
import org.carillon.core.CoreFixture;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.chimesdkvoice.model.GetGlobalSettingsRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetPhoneNumberSettingsRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetPhoneNumberSettingsResponse;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdateGlobalSettingsRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdatePhoneNumberSettingsRequest;

class SettingsTest {

  private final CoreFixture core = new CoreFixture();

  @Test
  void callRecordsAreOffUntilABucketIsNamed() {
    assertThat(core.settings.cdrBucket()).isEmpty();
    assertThat(shownBucket()).isNull();

    update("my-cdrs");
    assertThat(core.settings.cdrBucket()).contains("my-cdrs");
    assertThat(shownBucket()).isEqualTo("my-cdrs");

    update("");
    assertThat(core.settings.cdrBucket()).isEmpty();
  }

  @Test
  void anUpdateWithoutVoiceConnectorTurnsRecordsOff() {
    update("my-cdrs");

    new UpdateGlobalSettings(core.settings)
        .handle(UpdateGlobalSettingsRequest.builder().build(), core.caller);

    assertThat(core.settings.cdrBucket()).isEmpty();
  }

  @Test
  void aNameThatIsNoBucketIsRefusedAndTheOldOneStays() {
    update("my-cdrs");

    for (String bad :
        List.of("a", "../x", "My-Cdrs", "a/b", "a..b", "-ab", "192.0.2.10", "x".repeat(64))) {
      refused(ErrorType.BAD_REQUEST, "VoiceConnector.CdrBucket", () -> update(bad));
    }
    assertThat(core.settings.cdrBucket()).contains("my-cdrs");
  }

  @Test
  void theDefaultCallingNameChangesOnceInSevenDays() {
    assertThat(callingName().callingName()).isNull();
    name("Carillon");
    name("Carillon");
    assertThat(callingName().callingName()).isEqualTo("Carillon");
    assertThat(callingName().callingNameUpdatedTimestamp()).isEqualTo(core.clock.instant());

    refused(ErrorType.BAD_REQUEST, "2026-01-08T00:00:00Z", () -> name("Other"));
    core.pass(Duration.ofDays(7));
    name("Other");
    assertThat(core.settings.defaultCallingName()).contains("Other");
  }

  private void update(String bucket) {
    new UpdateGlobalSettings(core.settings)
        .handle(
            UpdateGlobalSettingsRequest.builder().voiceConnector(v -> v.cdrBucket(bucket)).build(),
            core.caller);
  }

  private String shownBucket() {
    return new GetGlobalSettings(core.settings)
        .handle(GetGlobalSettingsRequest.builder().build(), core.caller)
        .voiceConnector()
        .cdrBucket();
  }

  private void name(String name) {
    new UpdatePhoneNumberSettings(core.settings, core.clock)
        .handle(UpdatePhoneNumberSettingsRequest.builder().callingName(name).build(), core.caller);
  }

  private GetPhoneNumberSettingsResponse callingName() {
    return new GetPhoneNumberSettings(core.settings)
        .handle(GetPhoneNumberSettingsRequest.builder().build(), core.caller);
  }
}
