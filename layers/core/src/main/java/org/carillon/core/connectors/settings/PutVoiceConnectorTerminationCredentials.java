package org.carillon.core.connectors.settings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.access.Secret;
import software.amazon.awssdk.services.chimesdkvoice.model.Credential;
import software.amazon.awssdk.services.chimesdkvoice.model.PutVoiceConnectorTerminationCredentialsRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.PutVoiceConnectorTerminationCredentialsResponse;

/**
 * PutVoiceConnectorTerminationCredentials: adds users for calls out, or changes their passwords
 * (V2). Passwords are never shown again.
 */
public final class PutVoiceConnectorTerminationCredentials
    implements Operation<
        PutVoiceConnectorTerminationCredentialsRequest,
        PutVoiceConnectorTerminationCredentialsResponse> {

  // what SIP digest can carry between quotes in every client; a colon parts name and realm in it
  private static final Pattern USERNAME = Pattern.compile("[\\x21-\\x7E&&[^:\"\\\\]]{1,128}");
  private static final Pattern PASSWORD = Pattern.compile("[\\x20-\\x7E]{1,256}");

  private final TerminationCredentials credentials;

  /** Over these credentials. */
  public PutVoiceConnectorTerminationCredentials(TerminationCredentials credentials) {
    this.credentials = credentials;
  }

  @Override
  public PutVoiceConnectorTerminationCredentialsResponse handle(
      PutVoiceConnectorTerminationCredentialsRequest request, Caller caller) {
    credentials.put(request.voiceConnectorId(), checked(request.credentials()));
    return PutVoiceConnectorTerminationCredentialsResponse.builder().build();
  }

  private static Map<String, Secret> checked(List<Credential> asked) {
    if (asked.isEmpty() || asked.size() > TerminationCredentials.MAX_USERS) {
      throw bad("Credentials: 1 to " + TerminationCredentials.MAX_USERS + " users.");
    }
    Map<String, Secret> passwords = new LinkedHashMap<>();
    for (int i = 0; i < asked.size(); i++) {
      String at = "Credentials[" + i + "].";
      Credential credential = asked.get(i);
      if (credential == null
          || credential.username() == null
          || !USERNAME.matcher(credential.username()).matches()) {
        throw bad(
            at + "Username: 1 to 128 printable ASCII characters, no space, colon, quote or \\.");
      }
      if (credential.password() == null || !PASSWORD.matcher(credential.password()).matches()) {
        throw bad(at + "Password: 1 to 256 printable ASCII characters.");
      }
      if (passwords.put(credential.username(), new Secret(credential.password())) != null) {
        throw bad(at + "Username: the user is named twice.");
      }
    }
    return passwords;
  }

  private static ApiException bad(String message) {
    return new ApiException(ErrorType.BAD_REQUEST, message);
  }
}
