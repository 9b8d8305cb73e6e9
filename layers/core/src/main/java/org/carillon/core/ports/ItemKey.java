package org.carillon.core.ports;

/**
 * The key of an item. Keys are ordered by the bytes of their UTF-8 form, as DynamoDB does.
 *
 * @param partition the partition key, 1 to {@value #MAX_BYTES} bytes of UTF-8
 * @param sort the sort key, 1 to {@value #MAX_BYTES} bytes of UTF-8
 */
public record ItemKey(String partition, String sort) {

  /** Most bytes of either part (the DynamoDB limit of a sort key). */
  public static final int MAX_BYTES = 1024;

  public ItemKey {
    checkPart(partition);
    checkPart(sort);
  }

  private static void checkPart(String part) {
    int length = Document.utf8Length(part);
    if (length < 1 || length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "a partition key and a sort key have 1 to " + MAX_BYTES + " bytes, not " + length);
    }
  }
}
