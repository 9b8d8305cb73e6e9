package org.carillon.local.functions.child;

import com.amazonaws.services.lambda.runtime.Context;
import java.io.InputStream;
import java.io.OutputStream;

/** A customer's handler, bytes in and bytes out. */
@FunctionalInterface
interface Handler {
  @SuppressWarnings("checkstyle:IllegalThrows") // whatever the customer's code throws
  void handle(InputStream event, OutputStream answer, Context context) throws Throwable;
}
