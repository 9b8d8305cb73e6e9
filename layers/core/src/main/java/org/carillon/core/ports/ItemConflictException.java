package org.carillon.core.ports;

/** A write's condition did not hold; nothing of the transaction was stored. */
public final class ItemConflictException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ItemKey key;

  /**
   * @param key the first item whose condition failed
   */
  public ItemConflictException(ItemKey key) {
    super("the item changed or is not as expected: " + key.partition() + " / " + key.sort());
    this.key = key;
  }

  /** The first item whose condition failed. */
  public ItemKey key() {
    return key;
  }
}
