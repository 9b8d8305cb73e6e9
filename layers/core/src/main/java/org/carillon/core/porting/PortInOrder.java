package org.carillon.core.porting;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumber;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberOrder;

/**
 * A new port-in, in all the forms in which it is stored.
 *
 * @param body the request
 * @param order what GetPhoneNumberOrder shows; it has the request's id
 * @param numbers what ListPhoneNumbers shows
 */
record PortInOrder(
    String requestId,
    Map<String, Object> body,
    PhoneNumberOrder order,
    List<PhoneNumber> numbers) {}
