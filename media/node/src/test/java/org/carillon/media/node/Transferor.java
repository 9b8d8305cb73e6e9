package org.carillon.media.node;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.carillon.media.sip.ResponseHandler;
import org.carillon.media.sip.SipCall;
import org.carillon.media.sip.UacRequest;
import org.carillon.media.sip.dialog.Dialog;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipResponse;

/** Asks for transfers in the call of a telephone, and keeps what it is told of them (RFC 3515). */
final class Transferor {
  static final List<String> METHODS =
      List.of("INVITE", "ACK", "CANCEL", "BYE", "OPTIONS", "INFO", "UPDATE", "PRACK", "NOTIFY");

  private final Supplier<SipCall> call;
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final List<Integer> answers = new CopyOnWriteArrayList<>();

  Transferor(Supplier<SipCall> call) {
    this.call = call;
  }

  /** Asks for a transfer, and gives the REFER's final status. */
  int refer(String referTo) {
    int before = answers.size();
    SipCall leg = call.get();
    Runnable ask =
        () ->
            leg.request(
                "REFER",
                null,
                List.of(
                    HeaderField.of("Refer-To", "<" + referTo + ">"),
                    HeaderField.of("Contact", "<sip:127.0.0.1>")),
                new Answered());
    leg.loop().execute(ask);
    Await.until("the answer to REFER", () -> answers.size() > before);
    return answers.getLast();
  }

  private final class Answered implements ResponseHandler {
    @Override
    public void onResponse(UacRequest sent, SipResponse response) {
      if (response.isFinal()) {
        answers.add(response.status());
      }
    }

    @Override
    public void onFailure(UacRequest sent, int status, String reason) {
      answers.add(status);
    }
  }

  /** Its dialog as a Refer-To writes it, for whoever shall take its place. */
  String replaces() {
    List<Dialog> seen = new CopyOnWriteArrayList<>();
    SipCall leg = call.get();
    leg.loop().execute(() -> seen.add(leg.dialog().orElseThrow()));
    Await.until("the dialog", () -> !seen.isEmpty());
    Dialog dialog = seen.getFirst();
    return dialog.callId().replace("@", "%40")
        + "%3Bto-tag%3D"
        + dialog.remoteTag().orElseThrow()
        + "%3Bfrom-tag%3D"
        + dialog.localTag();
  }

  void heard(SipRequest inside) {
    if (inside.is("NOTIFY")) {
      told.add(inside.body().map(body -> body.text().strip()).orElse(""));
    }
  }

  /** The sipfrags of the NOTIFYs. */
  List<String> told() {
    return told;
  }

  /** The last outcome that was told; empty for none. */
  Optional<String> outcome() {
    return told.isEmpty() ? Optional.empty() : Optional.of(told.getLast());
  }
}
