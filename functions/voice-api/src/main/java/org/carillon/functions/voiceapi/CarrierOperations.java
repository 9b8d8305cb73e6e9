package org.carillon.functions.voiceapi;

import org.carillon.core.carriers.Carriers;
import org.carillon.core.carriers.CreateCarrier;
import org.carillon.core.carriers.DeleteCarrier;
import org.carillon.core.carriers.GetCarrier;
import org.carillon.core.carriers.GetNumberJob;
import org.carillon.core.carriers.ListCarriers;
import org.carillon.core.carriers.ListNumberJobs;
import org.carillon.core.carriers.NumberJobs;
import org.carillon.core.carriers.StartNumberImport;
import org.carillon.core.carriers.StartNumberRemoval;
import org.carillon.core.carriers.StopNumberJob;
import org.carillon.core.carriers.UpdateCarrier;

/** Carriers and their number lists, of the operator's API (D6, N1). */
final class CarrierOperations {

  private CarrierOperations() {}

  static void add(OperationTable table, Domain domain) {
    Carriers carriers =
        new Carriers(domain.items(), domain.ports().sealer(), domain.account(), domain.clock());
    table.operator("D6", new CreateCarrier(carriers));
    table.operator("D6", new GetCarrier(carriers));
    table.operator("D6", new ListCarriers(domain.listing()));
    table.operator("D6", new UpdateCarrier(carriers));
    NumberJobs jobs = new NumberJobs(domain.items(), domain.clock());
    table.operator("D6", new DeleteCarrier(carriers, domain.pool(), jobs));
    table.operator("N1, D6", new StartNumberImport(carriers, jobs, domain.ports().objects()));
    table.operator("D6", new StartNumberRemoval(carriers, jobs));
    table.operator("N1, D6", new GetNumberJob(jobs));
    table.operator("N1, D6", new ListNumberJobs(domain.listing()));
    table.operator("N1, D6", new StopNumberJob(jobs));
  }
}
