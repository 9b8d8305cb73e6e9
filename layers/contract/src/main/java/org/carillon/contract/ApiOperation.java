package org.carillon.contract;

import java.util.List;

/**
 * One operation of a public API model.
 *
 * @param api the API it belongs to
 * @param name the operation's name, such as {@code CreateSipRule}; unique within its API only
 * @param method the HTTP method
 * @param uri the path template and its fixed query, such as {@code
 *     /phone-numbers/{phoneNumberId}?operation=restore}
 * @param successStatus the HTTP status of a success
 * @param inputShape the model's name of the input, empty when the operation takes none
 * @param outputShape the model's name of the output, empty when the operation gives none
 * @param errors wire names of the errors the model declares, in the model's order
 */
public record ApiOperation(
    Api api,
    String name,
    String method,
    String uri,
    int successStatus,
    String inputShape,
    String outputShape,
    List<String> errors) {

  public ApiOperation {
    errors = List.copyOf(errors);
  }

  /**
   * Whether the model declares this error for this operation. An error that is not declared reaches
   * the caller as well, but its SDK shows it as the service's general exception.
   */
  public boolean declares(ErrorType type) {
    return errors.contains(type.wireName());
  }
}
