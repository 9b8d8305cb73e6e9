package org.carillon.core.reputation;

import java.util.List;
import java.util.TreeSet;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.numbers.E164;
import org.carillon.core.numbers.PhoneNumbers;

/**
 * PutOutboundRestriction of the operator's API (N11): approves numbers of the inventory for calls
 * to a restricted country, in place of those approved before. Calls see it at once.
 */
public final class PutOutboundRestriction implements Operation<OperatorDocument, OperatorDocument> {

  private static final int MOST = 1_000;

  private final OutboundRestrictions restrictions;
  private final PhoneNumbers numbers;

  /** Over these restrictions, for these numbers. */
  public PutOutboundRestriction(OutboundRestrictions restrictions, PhoneNumbers numbers) {
    this.restrictions = restrictions;
    this.numbers = numbers;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    String country = GetOutboundRestriction.country(request);
    List<?> asked = (List<?>) request.members().get("ApprovedPhoneNumbers");
    if (asked.size() > MOST) {
      throw bad("ApprovedPhoneNumbers: at most " + MOST + " numbers.");
    }
    TreeSet<String> approved = new TreeSet<>();
    for (int i = 0; i < asked.size(); i++) {
      approved.add(checked((String) asked.get(i), "ApprovedPhoneNumbers[" + i + "]: "));
    }
    restrictions.approve(country, List.copyOf(approved));
    return GetOutboundRestriction.shape(country, List.copyOf(approved));
  }

  private String checked(String asked, String at) {
    String number =
        E164.of(asked)
            .filter(e164 -> numbers.find(e164).isPresent())
            .orElseThrow(() -> bad(at + "must be a phone number of the account's inventory."));
    if (!OutboundRestrictions.isApprovable(number)) {
      throw bad(
          at + "numbers of Hong Kong, Macao, Taiwan, China and Singapore cannot be approved.");
    }
    return number;
  }

  private static ApiException bad(String message) {
    return new ApiException(ErrorType.BAD_REQUEST, message);
  }
}
