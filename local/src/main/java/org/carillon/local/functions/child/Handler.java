package org.carillon.local.functions.child;

import com.amazonaws.services.lambda.runtime.Context;
import java.io.InputStream;
import java.io.OutputStream;

/** A customer's handler, bytes in and bytes out. */
@FunctionalInterface
public interface Handler {

  /**
   * @param event the event as UTF-8 JSON
   * @param answer takes the answer as UTF-8 JSON
   */
  @SuppressWarnings("checkstyle:IllegalThrows") // whatever the customer's code throws
  void handle(InputStream event, OutputStream answer, Context context) throws Throwable;
}
