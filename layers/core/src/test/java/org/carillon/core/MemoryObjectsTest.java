package org.carillon.core;

import org.carillon.core.ports.Objects;
import org.carillon.core.ports.ObjectsContract;

/** The object store of the tests does what every object store does. */
class MemoryObjectsTest extends ObjectsContract {

  private final MemoryObjects objects = new MemoryObjects();

  @Override
  protected Objects objects() {
    return objects;
  }

  @Override
  protected String bucket() {
    return "carillon-contract";
  }
}
