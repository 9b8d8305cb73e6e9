package org.carillon.core;

import org.carillon.core.ports.Keys;
import org.carillon.core.ports.KeysContract;

/** The keys that tests of rules use keep the same contract as the real ones. */
class MemoryKeysTest extends KeysContract {

  private final MemoryKeys keys = new MemoryKeys();

  @Override
  protected Keys keys() {
    return keys;
  }

  @Override
  protected String newKey(String spec) {
    return keys.newKey(spec);
  }

  @Override
  protected void setEnabled(String keyArn, boolean enabled) {
    keys.setEnabled(keyArn, enabled);
  }

  @Override
  protected void revoke(String keyArn, String grantId) {
    keys.revoke(keyArn, grantId);
  }

  @Override
  protected int grants(String keyArn) {
    return keys.grants(keyArn).size();
  }
}
