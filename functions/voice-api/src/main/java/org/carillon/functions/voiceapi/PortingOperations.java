package org.carillon.functions.voiceapi;

import java.time.InstantSource;
import org.carillon.core.Account;
import org.carillon.core.numbers.PhoneNumberOrders;
import org.carillon.core.porting.CreateDocumentUpload;
import org.carillon.core.porting.CreateInternationalNumberRequest;
import org.carillon.core.porting.CreatePortInRequest;
import org.carillon.core.porting.CreatePortOutRequest;
import org.carillon.core.porting.DeletePortOutPin;
import org.carillon.core.porting.DeliverInternationalNumbers;
import org.carillon.core.porting.GetInternationalNumberRequest;
import org.carillon.core.porting.GetPortInRequest;
import org.carillon.core.porting.GetPortOutRequest;
import org.carillon.core.porting.ListDocuments;
import org.carillon.core.porting.ListInternationalNumberRequests;
import org.carillon.core.porting.ListPortInRequests;
import org.carillon.core.porting.ListPortOutRequests;
import org.carillon.core.porting.NumberRequests;
import org.carillon.core.porting.PortInInput;
import org.carillon.core.porting.PortIns;
import org.carillon.core.porting.PortOutPins;
import org.carillon.core.porting.PortOuts;
import org.carillon.core.porting.PutPortOutPin;
import org.carillon.core.porting.RequestDocuments;
import org.carillon.core.porting.UpdateInternationalNumberRequest;
import org.carillon.core.porting.UpdatePortInRequest;
import org.carillon.core.porting.UpdatePortOutRequest;
import org.carillon.core.ports.Ports;

/** Requests for international numbers, porting in and out, of the operator's API (N4 to N6). */
final class PortingOperations {

  private PortingOperations() {}

  static void add(OperationTable table, Domain domain) {
    NumberRequests requests = new NumberRequests(domain.items(), domain.account(), domain.clock());
    RequestDocuments documents = // which take none: links are answered apart from operations
        documents(
            domain.account(),
            domain.ports(),
            domain.clock(),
            RequestDocuments.defaultBucket(domain.account()));
    PhoneNumberOrders orders =
        new PhoneNumberOrders(
            domain.items(), domain.account(), domain.pool(), domain.numbers(), domain.settings());
    table.operator("N4, N5", new CreateDocumentUpload(documents));
    table.operator("N4, N5", new ListDocuments(documents));

    table.operator("N4", new CreateInternationalNumberRequest(domain.items(), requests));
    table.operator("N4", new GetInternationalNumberRequest(requests));
    table.operator("N4", new ListInternationalNumberRequests(domain.listing(), requests));
    table.operator("N4", new UpdateInternationalNumberRequest(domain.items(), requests));
    table.operator(
        "N4", new DeliverInternationalNumbers(domain.items(), requests, domain.pool(), orders));

    PortIns portIns = new PortIns(domain.items(), requests, domain.numbers(), orders);
    PortInInput input =
        new PortInInput(requests, domain.numbers(), domain.pool(), domain.ports().sealer());
    table.operator("N5", new CreatePortInRequest(portIns, input));
    table.operator("N5", new GetPortInRequest(portIns));
    table.operator("N5", new ListPortInRequests(domain.listing(), requests));
    table.operator("N5", new UpdatePortInRequest(portIns, input, documents));

    PortOuts portOuts = new PortOuts(domain.items(), requests);
    PortOutPins pins = new PortOutPins(domain.items(), domain.ports().sealer(), requests);
    table.operator("N6", new CreatePortOutRequest(portOuts, pins, domain.numbers()));
    table.operator("N6", new GetPortOutRequest(requests));
    table.operator("N6", new ListPortOutRequests(domain.listing(), requests));
    table.operator("N6", new UpdatePortOutRequest(portOuts));
    table.operator("N6", new PutPortOutPin(pins, domain.numbers()));
    table.operator("N6", new DeletePortOutPin(pins, domain.numbers()));
  }

  /** The documents of an account's requests; their links are answered apart from all operations. */
  static RequestDocuments documents(
      Account account, Ports ports, InstantSource clock, String bucket) {
    return new RequestDocuments(
        ports.items(),
        ports.objects(),
        ports.sealer(),
        new NumberRequests(ports.items(), account, clock),
        bucket);
  }
}
