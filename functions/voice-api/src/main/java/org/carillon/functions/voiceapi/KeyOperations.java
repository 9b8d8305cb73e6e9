package org.carillon.functions.voiceapi;

import org.carillon.core.keys.CreateKey;
import org.carillon.core.keys.DisableKey;
import org.carillon.core.keys.EnableKey;
import org.carillon.core.keys.KeptKeys;
import org.carillon.core.keys.ListGrants;
import org.carillon.core.keys.ListKeys;
import org.carillon.core.keys.RevokeGrant;

/** The keys this installation keeps itself (P2). */
final class KeyOperations {

  private KeyOperations() {}

  static void add(OperationTable table, Domain domain) {
    KeptKeys keys = new KeptKeys(domain.ports().keys(), domain.account());
    table.operator("P2", new CreateKey(keys));
    table.operator("P2", new ListKeys(keys));
    table.operator("P2", new EnableKey(keys));
    table.operator("P2", new DisableKey(keys));
    table.operator("P2", new ListGrants(keys));
    table.operator("P2", new RevokeGrant(keys));
  }
}
