package org.carillon.core.porting;

import java.util.EnumSet;
import java.util.Set;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberOrderStatus;

/** The guide's states of a port-in, each with the order status that the voice API shows (N5). */
enum PortInStatus {
  /** Sent; the losing carrier's answer is awaited. */
  SUBMITTED(PhoneNumberOrderStatus.SUBMITTED),
  /** Documents are missing. */
  PENDING_DOCUMENTS(PhoneNumberOrderStatus.PENDING_DOCUMENTS),
  /** The losing carrier has confirmed the firm order commitment date. */
  FOC(PhoneNumberOrderStatus.FOC),
  /** A change is on its way to the losing carrier. */
  CHANGE_REQUESTED(PhoneNumberOrderStatus.CHANGE_REQUESTED),
  /** More must be known before it can go on. */
  EXCEPTION(PhoneNumberOrderStatus.EXCEPTION),
  /** A cancellation is on its way. */
  CANCEL_REQUESTED(PhoneNumberOrderStatus.CANCEL_REQUESTED),
  /** It will not happen. */
  CANCELLED(PhoneNumberOrderStatus.CANCELLED),
  /** The numbers are active. */
  COMPLETED(PhoneNumberOrderStatus.SUCCESSFUL);

  private final PhoneNumberOrderStatus orderStatus;

  PortInStatus(PhoneNumberOrderStatus orderStatus) {
    this.orderStatus = orderStatus;
  }

  PhoneNumberOrderStatus orderStatus() {
    return orderStatus;
  }

  boolean isFinal() {
    return this == CANCELLED || this == COMPLETED;
  }

  /** What it can become. */
  Set<PortInStatus> next() {
    return switch (this) {
      case SUBMITTED ->
          EnumSet.of(
              PENDING_DOCUMENTS, FOC, CHANGE_REQUESTED, EXCEPTION, CANCEL_REQUESTED, CANCELLED);
      case PENDING_DOCUMENTS ->
          EnumSet.of(SUBMITTED, CHANGE_REQUESTED, EXCEPTION, CANCEL_REQUESTED, CANCELLED);
      case EXCEPTION ->
          EnumSet.of(SUBMITTED, PENDING_DOCUMENTS, CHANGE_REQUESTED, CANCEL_REQUESTED, CANCELLED);
      case CHANGE_REQUESTED ->
          EnumSet.of(SUBMITTED, PENDING_DOCUMENTS, FOC, EXCEPTION, CANCEL_REQUESTED, CANCELLED);
      case FOC -> EnumSet.of(CHANGE_REQUESTED, EXCEPTION, CANCEL_REQUESTED, COMPLETED, CANCELLED);
      // a losing carrier may say that it is too late to cancel
      case CANCEL_REQUESTED -> EnumSet.of(SUBMITTED, FOC, EXCEPTION, CANCELLED);
      case CANCELLED, COMPLETED -> EnumSet.noneOf(PortInStatus.class);
    };
  }
}
