package org.carillon.functions.voiceapi;

import java.time.InstantSource;
import org.carillon.core.Account;
import org.carillon.core.Listing;
import org.carillon.core.PageToken;
import org.carillon.core.applications.SipMediaApplications;
import org.carillon.core.applications.SipRules;
import org.carillon.core.connectors.Connectors;
import org.carillon.core.connectors.SipNetwork;
import org.carillon.core.numbers.NumberPool;
import org.carillon.core.numbers.PhoneNumbers;
import org.carillon.core.ports.Items;
import org.carillon.core.ports.Ports;
import org.carillon.core.settings.Settings;

/** What several parts of the API share, made once. Safe for use by many threads. */
record Domain(
    Account account,
    Ports ports,
    SipNetwork network,
    InstantSource clock,
    Listing listing,
    Settings settings,
    NumberPool pool,
    PhoneNumbers numbers,
    SipMediaApplications applications,
    SipRules rules,
    Connectors connectors) {

  Domain(Account account, Ports ports, SipNetwork network, InstantSource clock) {
    this(
        account,
        ports,
        network,
        clock,
        new Listing(ports.items(), new PageToken(ports.sealer())),
        new Settings(ports.items(), account),
        new NumberPool(ports.items()),
        new PhoneNumbers(ports.items(), account, clock),
        new SipMediaApplications(ports.items(), account),
        new SipRules(ports.items(), account),
        new Connectors(ports.items(), account));
  }

  Items items() {
    return ports.items();
  }
}
