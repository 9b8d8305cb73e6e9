package org.carillon.media.sip.call;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.carillon.media.sip.locate.ServerLocator;
import org.carillon.media.sip.message.SipUri;
import org.carillon.media.sip.transport.SipDestination;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds where a URI's requests go, of the places that our sockets reach. Belongs to the loop. */
final class TargetResolver {
  private static final Logger LOG = LoggerFactory.getLogger(TargetResolver.class);

  private final ServerLocator locator;
  private final Predicate<SipDestination> reachable;

  TargetResolver(ServerLocator locator, Predicate<SipDestination> reachable) {
    this.locator = locator;
    this.reachable = reachable;
  }

  /** The best place; calls one of the two on the loop, perhaps before this method returns. */
  void resolve(SipUri uri, Consumer<SipDestination> found, Consumer<String> failed) {
    resolveAll(uri, destinations -> found.accept(destinations.getFirst()), failed);
  }

  /**
   * All places, in the order in which they are tried when one after the other fails (RFC 3263
   * section 4.3). Calls one of the two on the loop, perhaps before this method returns.
   */
  void resolveAll(SipUri uri, Consumer<List<SipDestination>> found, Consumer<String> failed) {
    var _ =
        locator
            .locate(uri)
            .thenAccept(result -> tell(result, found, failed))
            .exceptionally(
                bug -> {
                  LOG.error(
                      "Going on after {} was looked up failed; report this as a bug", uri, bug);
                  return null;
                });
  }

  private void tell(
      ServerLocator.Result result, Consumer<List<SipDestination>> found, Consumer<String> failed) {
    switch (result) {
      case ServerLocator.Result.Nowhere nowhere -> failed.accept(nowhere.reason());
      case ServerLocator.Result.Found all -> {
        List<SipDestination> reached = all.destinations().stream().filter(reachable).toList();
        if (reached.isEmpty()) {
          failed.accept("No socket of ours reaches " + all.destinations());
        } else {
          found.accept(reached);
        }
      }
    }
  }
}
