package org.carillon.local;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import org.carillon.core.Account;
import org.carillon.core.timeline.Invocation.DigitsShown;
import org.carillon.local.functions.FunctionSpec;

/**
 * What the command line says, checked.
 *
 * @param apiPort the API's port, 0 for any free one
 * @param sipPort the SIP port, UDP and TCP, 0 for any free one
 * @param tls SIP over TLS
 * @param firstRtpPort the first port for media, 0 (with {@code lastRtpPort} 0) for any
 * @param lastRtpPort the last port for media, inclusive
 * @param bind the addresses of this machine to listen on, at least one
 * @param data the data directory
 * @param account account and region of all resources
 * @param functions the functions to serve; with none, the example {@code hello} is served
 * @param aws whether AWS stands behind the ports; functions that are not served here are invoked
 *     there then
 * @param simulatedCarrier whether the simulated carrier runs beside the node (D6); never with
 *     {@code aws}
 * @param digits what logs and timelines of calls show of digits that callers press
 */
public record LocalConfig(
    int apiPort,
    int sipPort,
    LocalTls tls,
    int firstRtpPort,
    int lastRtpPort,
    List<InetAddress> bind,
    Path data,
    Account account,
    List<FunctionSpec> functions,
    boolean aws,
    boolean simulatedCarrier,
    DigitsShown digits) {
  public LocalConfig {
    if (aws && simulatedCarrier) {
      throw new IllegalArgumentException("the simulated carrier is for one machine, not for AWS");
    }
    bind = List.copyOf(bind);
    functions = List.copyOf(functions);
  }

  /** With TLS as it comes. */
  public LocalConfig(
      int apiPort,
      int sipPort,
      int firstRtpPort,
      int lastRtpPort,
      List<InetAddress> bind,
      Path data,
      Account account,
      List<FunctionSpec> functions,
      boolean aws,
      boolean simulatedCarrier) {
    this(
        apiPort,
        sipPort,
        LocalTls.DEFAULT,
        firstRtpPort,
        lastRtpPort,
        bind,
        data,
        account,
        functions,
        aws,
        simulatedCarrier);
  }

  /** With digits masked. */
  public LocalConfig(
      int apiPort,
      int sipPort,
      LocalTls tls,
      int firstRtpPort,
      int lastRtpPort,
      List<InetAddress> bind,
      Path data,
      Account account,
      List<FunctionSpec> functions,
      boolean aws,
      boolean simulatedCarrier) {
    this(
        apiPort,
        sipPort,
        tls,
        firstRtpPort,
        lastRtpPort,
        bind,
        data,
        account,
        functions,
        aws,
        simulatedCarrier,
        DigitsShown.MASKED);
  }
}
