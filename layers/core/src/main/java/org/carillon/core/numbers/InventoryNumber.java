package org.carillon.core.numbers;

import java.util.HashMap;
import java.util.Map;
import org.carillon.contract.Documents;
import org.carillon.core.ports.Item;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumber;

/**
 * A phone number as the inventory stores it.
 *
 * @param phoneNumber what the API shows of it
 */
record InventoryNumber(PhoneNumber phoneNumber) {

  private static final String PHONE_NUMBER = "PhoneNumber";

  @SuppressWarnings("unchecked") // written by toBody
  static InventoryNumber of(Item item) {
    Map<String, Object> document = (Map<String, Object>) item.body().get(PHONE_NUMBER);
    return new InventoryNumber(Documents.fromDocument(document, PhoneNumber.class));
  }

  Map<String, Object> toBody() {
    Map<String, Object> body = new HashMap<>();
    body.put(PHONE_NUMBER, Documents.toDocument(phoneNumber));
    return body;
  }
}
