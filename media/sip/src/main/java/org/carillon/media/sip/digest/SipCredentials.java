package org.carillon.media.sip.digest;

import java.util.Objects;

/**
 * A user name and password that a peer may ask us for. Does not show the password.
 *
 * @param username as the peer knows it, without realm
 * @param password in clear
 */
public record SipCredentials(String username, String password) {

  public SipCredentials {
    Objects.requireNonNull(username, "username");
    Objects.requireNonNull(password, "password");
  }

  @Override
  public String toString() {
    return "SipCredentials[" + username + "]";
  }
}
