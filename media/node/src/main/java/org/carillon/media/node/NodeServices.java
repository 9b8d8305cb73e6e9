package org.carillon.media.node;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.carillon.core.Account;
import org.carillon.core.bots.BotControl;
import org.carillon.core.calls.CallControl;
import org.carillon.core.calls.CallRules;
import org.carillon.core.calls.CallTurns;
import org.carillon.core.carriers.Carriers;
import org.carillon.core.connectors.Connectors;
import org.carillon.core.connectors.TerminationPings;
import org.carillon.core.logs.LoggingDirectory;
import org.carillon.core.meetings.Admissions;
import org.carillon.core.meetings.MeetingAdmission;
import org.carillon.core.ports.EventStream;
import org.carillon.core.ports.Ports;
import org.carillon.core.ports.Sealer;
import org.carillon.core.routing.RoutingQuestion;
import org.carillon.core.routing.TrunkRegistrations;
import org.carillon.core.routing.TrunkTarget;
import org.carillon.media.ivr.Prompts;
import org.carillon.media.ivr.SpeechSynthesizer;
import org.carillon.media.ivr.recording.Recordings;

/**
 * What a media node asks and tells.
 *
 * @param routing where a call goes; may block, asked on a virtual thread
 * @param control what next on a call; may block, asked on a virtual thread
 * @param facts where the facts of calls go
 * @param prompts the audio files of actions
 * @param speech the voice of Speak actions
 * @param recordings where recordings go (A3)
 * @param clock the time of facts
 * @param observer who looks on
 * @param sealer opens the passwords of trunks and callers
 * @param pings told of OPTIONS: the host they were for, and where they came from (V2); may block,
 *     asked on a virtual thread
 * @param registrations the trunks that want us to register (D6); may block, asked on a virtual
 *     thread
 * @param metering where measurements go
 * @param meetings who may join which meeting (S7); may block, asked on virtual threads
 * @param bots what bots say next; may block, asked on virtual threads
 */
public record NodeServices(
    RoutingQuestion routing,
    CallControl control,
    EventStream facts,
    Prompts prompts,
    SpeechSynthesizer speech,
    Recordings recordings,
    InstantSource clock,
    CallObserver observer,
    Sealer sealer,
    BiConsumer<String, InetAddress> pings,
    Supplier<List<TrunkTarget>> registrations,
    Metering metering,
    MeetingAdmission meetings,
    BotControl bots) {

  /**
   * Those of a node whose account's things are behind ports.
   *
   * @param account whose calls it takes
   * @param ports where everything is
   * @param facts where the facts of calls go, the ports' own stream or one around it
   * @param routing where a call goes
   * @param rules what actions may ask
   * @param watch looks on, and is told of functions as well
   * @param speech the voice of Speak actions
   * @param recordings where recordings go
   * @param clock the time of facts
   * @param bots what bots say next
   */
  public static NodeServices of(
      Account account,
      Ports ports,
      EventStream facts,
      RoutingQuestion routing,
      CallRules rules,
      CallWatch watch,
      SpeechSynthesizer speech,
      Recordings recordings,
      InstantSource clock,
      BotControl bots) {
    TerminationPings pings = new TerminationPings(new Connectors(ports.items(), account), clock);
    TrunkRegistrations registrations =
        new TrunkRegistrations(new Carriers(ports.items(), ports.sealer(), account, clock));
    return new NodeServices(
        routing,
        new CallTurns(watch.watching(ports.functions()), rules),
        facts,
        new Prompts(ports.objects()),
        speech,
        recordings,
        clock,
        watch,
        ports.sealer(),
        pings::pinged,
        registrations::wanted,
        new Metering(
            account.region(),
            ports.metrics(),
            ports.logs(),
            new LoggingDirectory(ports.items(), account, clock)),
        new Admissions(ports.items(), ports.sealer(), account, clock),
        bots);
  }
}
