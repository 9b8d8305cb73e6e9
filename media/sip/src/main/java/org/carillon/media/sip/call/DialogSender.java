package org.carillon.media.sip.call;

import java.util.List;
import java.util.function.Consumer;
import org.carillon.media.sip.SipConfig;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.HeaderName;
import org.carillon.media.sip.message.Methods;
import org.carillon.media.sip.message.NameAddress;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipRequestBuilder;
import org.carillon.media.sip.message.SipUri;
import org.carillon.media.sip.transaction.TransactionLayer;
import org.carillon.media.sip.transport.Route;
import org.carillon.media.sip.transport.SipDestination;
import org.carillon.media.sip.transport.SipSource;

/** Builds requests inside dialogs and finds their way (RFC 3261 section 12.2.1.1). */
final class DialogSender {
  private final TransactionLayer transactions;
  private final TargetResolver resolver;
  private final Contacts contacts;
  private final SipConfig config;

  DialogSender(
      TransactionLayer transactions, TargetResolver resolver, Contacts contacts, SipConfig config) {
    this.transactions = transactions;
    this.resolver = resolver;
    this.contacts = contacts;
    this.config = config;
  }

  /** A request and the way it takes. */
  record Prepared(SipRequest request, Route route) {}

  /** Builds a request; calls one of the two on the loop, perhaps before this method returns. */
  void prepare(
      DialogState dialog,
      String method,
      long cseq,
      SipBody body,
      List<HeaderField> headers,
      Consumer<Prepared> ready,
      Consumer<String> failed) {
    Runnable resolve =
        () ->
            resolver.resolve(
                nextHop(dialog),
                destination ->
                    ready.accept(build(dialog, method, cseq, body, headers, Route.to(destination))),
                failed);
    SipSource source = dialog.source();
    if (source != null
        && source.connection() != 0
        && transactions.transport().isOpen(source.connection())) {
      // The peer may sit behind a NAT or listen nowhere: its own connection reaches it.
      SipDestination peer = new SipDestination(source.transport(), source.remote());
      Route route = new Route(peer, source.connection());
      ready.accept(build(dialog, method, cseq, body, headers, route));
    } else {
      resolve.run();
    }
  }

  private static SipUri nextHop(DialogState dialog) {
    List<NameAddress> routes = dialog.routes();
    return routes.isEmpty() ? dialog.remoteTarget() : routes.getFirst().uri();
  }

  private Prepared build(
      DialogState dialog,
      String method,
      long cseq,
      SipBody body,
      List<HeaderField> headers,
      Route route) {
    List<NameAddress> routes = dialog.routes();
    boolean strict = !routes.isEmpty() && !routes.getFirst().uri().parameters().has("lr");
    SipUri uri = strict ? routes.getFirst().uri() : dialog.remoteTarget();
    SipRequestBuilder request = new SipRequestBuilder(method, uri);
    request.header(HeaderName.VIA, transactions.newVia(route));
    request.header(HeaderName.MAX_FORWARDS, "70");
    for (NameAddress hop : strict ? routes.subList(1, routes.size()) : routes) {
      request.header(HeaderName.ROUTE, hop);
    }
    if (strict) {
      request.header(HeaderName.ROUTE, NameAddress.of(dialog.remoteTarget()));
    }
    request.header(HeaderName.FROM, dialog.local);
    request.header(HeaderName.TO, dialog.remote);
    request.header(HeaderName.CALL_ID, dialog.callId);
    request.header(HeaderName.CSEQ, cseq + " " + method);
    if (refreshesTarget(method)) {
      request.header(HeaderName.CONTACT, contacts.towards(route.destination()));
    }
    request.header(HeaderName.USER_AGENT, config.userAgent());
    return new Prepared(request.headers(headers).body(body).build(), route);
  }

  private static boolean refreshesTarget(String method) {
    return switch (method) {
      case Methods.INVITE, Methods.UPDATE, Methods.NOTIFY, Methods.REFER -> true;
      default -> false;
    };
  }
}
