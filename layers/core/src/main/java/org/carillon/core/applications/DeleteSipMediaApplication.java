package org.carillon.core.applications;

import java.util.List;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.Retries;
import org.carillon.core.ports.Item;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteSipMediaApplicationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteSipMediaApplicationResponse;

/** DeleteSipMediaApplication: refused while a rule targets it, enabled or not (S1). */
public final class DeleteSipMediaApplication
    implements Operation<DeleteSipMediaApplicationRequest, DeleteSipMediaApplicationResponse> {

  private static final int NAMED_RULES = 5;

  private final SipMediaApplications applications;

  /** Over these applications. */
  public DeleteSipMediaApplication(SipMediaApplications applications) {
    this.applications = applications;
  }

  @Override
  public DeleteSipMediaApplicationResponse handle(
      DeleteSipMediaApplicationRequest request, Caller caller) {
    return Retries.onConflict(() -> delete(request.sipMediaApplicationId()));
  }

  private DeleteSipMediaApplicationResponse delete(String id) {
    // read first, then look for rules: one that comes after the look rewrites the item
    Item read = applications.require(id);
    List<String> rules = applications.rulesOn(id, NAMED_RULES);
    if (!rules.isEmpty()) {
      throw new ApiException(
          ErrorType.CONFLICT,
          "SipMediaApplicationId: SIP rules target the application. Disable and delete them first,"
              + " or give them other targets: "
              + String.join(", ", rules));
    }
    applications.delete(read);
    return DeleteSipMediaApplicationResponse.builder().build();
  }
}
