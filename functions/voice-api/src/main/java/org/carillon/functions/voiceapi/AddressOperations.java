package org.carillon.functions.voiceapi;

import org.carillon.core.addresses.UsReference;
import org.carillon.core.addresses.ValidateE911Address;
import org.carillon.core.addresses.ValidatedAddresses;
import software.amazon.awssdk.services.chimesdkvoice.model.ValidateE911AddressRequest;

/** Addresses for emergency calls (E1). */
final class AddressOperations {

  private AddressOperations() {}

  static void add(OperationTable table, Domain domain) {
    table.voice(
        "E1",
        ValidateE911AddressRequest.class,
        new ValidateE911Address(
            UsReference.orBetter(System.getenv()),
            new ValidatedAddresses(domain.items(), domain.account()),
            domain.clock()));
  }
}
