package org.carillon.media.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes a message's bytes. Its index is made by reading them again, so there is one form only. */
final class MessageWriter {
  private byte[] data = new byte[768];
  private int length;

  MessageWriter text(String text) {
    int size = text.length();
    room(size);
    for (int i = 0; i < size; i++) {
      char c = text.charAt(i);
      if (c >= 128) {
        byte[] rest = text.substring(i).getBytes(StandardCharsets.UTF_8);
        return bytes(rest, 0, rest.length);
      }
      data[length++] = (byte) c;
    }
    return this;
  }

  MessageWriter bytes(byte[] source, int from, int to) {
    int size = to - from;
    room(size);
    System.arraycopy(source, from, data, length, size);
    length += size;
    return this;
  }

  MessageWriter field(String name, String value) {
    return text(name).text(": ").text(value).text("\r\n");
  }

  /** Copies the fields of that name with their values as written. */
  MessageWriter copy(MessageIndex source, HeaderName name) {
    for (int i = 0; i < source.count(); i++) {
      if (source.is(i, name)) {
        copy(source, i).text("\r\n");
      }
    }
    return this;
  }

  /** Writes one field's full name and value, without the line's end. */
  MessageWriter copy(MessageIndex source, int field) {
    return text(source.name(field))
        .text(": ")
        .bytes(source.data(), source.valueStart(field), source.valueEnd(field));
  }

  /** What was written, when the body is in it already. */
  byte[] finish() {
    return Arrays.copyOf(data, length);
  }

  byte[] finish(SipBody body) {
    if (body == null) {
      text("Content-Length: 0\r\n\r\n");
    } else {
      field("Content-Type", body.contentType());
      field("Content-Length", Integer.toString(body.bytes().length));
      text("\r\n").bytes(body.bytes(), 0, body.bytes().length);
    }
    return Arrays.copyOf(data, length);
  }

  private void room(int size) {
    if (length + size > data.length) {
      data = Arrays.copyOf(data, Math.max(data.length * 2, length + size));
    }
  }
}
