package org.carillon.core.porting;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** File formats that a document may have, told by the file's own first and last bytes. */
enum DocumentFormat {
  /** ISO 32000: a header, and an end marker among the last bytes. */
  PDF("application/pdf", "pdf", "255044462d", "2525454f46", 1024),
  /** PNG specification: the signature, and the IEND chunk. */
  PNG("image/png", "png", "89504e470d0a1a0a", "49454e44ae426082", 8),
  /** JPEG: the start and the end of the image. Cameras may add a little behind it. */
  JPEG("image/jpeg", "jpg", "ffd8ff", "ffd9", 64);

  private final String mediaType;
  private final String extension;
  private final String firstHex;
  private final String lastHex;
  private final int lastWithin;

  DocumentFormat(
      String mediaType, String extension, String firstHex, String lastHex, int lastWithin) {
    this.mediaType = mediaType;
    this.extension = extension;
    this.firstHex = firstHex;
    this.lastHex = lastHex;
    this.lastWithin = lastWithin;
  }

  String mediaType() {
    return mediaType;
  }

  String extension() {
    return extension;
  }

  /** The format of a file, when it is one of these and whole. */
  static Optional<DocumentFormat> of(byte[] file) {
    return Arrays.stream(values()).filter(format -> format.fits(file)).findFirst();
  }

  private boolean fits(byte[] file) {
    byte[] first = HexFormat.of().parseHex(firstHex);
    byte[] last = HexFormat.of().parseHex(lastHex);
    if (file.length < first.length + last.length
        || !Arrays.equals(file, 0, first.length, first, 0, first.length)) {
      return false;
    }
    int from = Math.max(first.length, file.length - Math.max(lastWithin, last.length));
    for (int at = file.length - last.length; at >= from; at--) {
      if (Arrays.equals(file, at, at + last.length, last, 0, last.length)) {
        return true;
      }
    }
    return false;
  }
}
