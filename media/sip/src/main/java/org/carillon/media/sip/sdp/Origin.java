package org.carillon.media.sip.sdp;

/**
 * The {@code o=} line (RFC 8866 section 5.2).
 *
 * @param username "-" when there is none
 * @param sessionId a number
 * @param version a number, one more for every change of the description
 * @param connection the originator's address
 */
public record Origin(String username, String sessionId, String version, Connection connection) {

  static Origin parse(String text) throws SdpException {
    String[] parts = text.split(" ");
    if (parts.length != 6 || !isNumber(parts[1]) || !isNumber(parts[2])) {
      throw SdpException.malformed("The o= line is not 'user id version IN type address'");
    }
    String rest = parts[3] + " " + parts[4] + " " + parts[5];
    return new Origin(parts[0], parts[1], parts[2], Connection.parse(rest));
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty()
        && text.length() <= 40
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  @Override
  public String toString() {
    return username + " " + sessionId + " " + version + " " + connection;
  }
}
