package org.carillon.sma;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A Lambda function that is a SIP media application: extend it and answer events. The name of the
 * class that extends it is the function's handler.
 */
public abstract class SmaFunction implements SmaHandler, RequestStreamHandler {

  /** Events are some kilobytes; no event is larger than Lambda takes. */
  private static final int MAX_BYTES = 6 * 1024 * 1024;

  @Override
  public final void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    SmaEvent event = SmaEvent.of(input.readNBytes(MAX_BYTES));
    context
        .getLogger()
        .log("event " + event.call().sequence() + ": " + event.getClass().getSimpleName());
    output.write(handle(event).toJson());
  }
}
