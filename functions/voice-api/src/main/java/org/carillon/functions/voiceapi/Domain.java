package org.carillon.functions.voiceapi;

import java.time.InstantSource;
import org.carillon.core.Account;
import org.carillon.core.Listing;
import org.carillon.core.PageToken;
import org.carillon.core.applications.SipMediaApplications;
import org.carillon.core.applications.SipRules;
import org.carillon.core.numbers.NumberPool;
import org.carillon.core.numbers.PhoneNumbers;
import org.carillon.core.ports.Items;
import org.carillon.core.ports.Ports;
import org.carillon.core.settings.Settings;

/** What several parts of the API share, made once. Safe for use by many threads. */
record Domain(
    Account account,
    Ports ports,
    InstantSource clock,
    Listing listing,
    Settings settings,
    NumberPool pool,
    PhoneNumbers numbers,
    SipMediaApplications applications,
    SipRules rules) {

  Domain(Account account, Ports ports, InstantSource clock) {
    this(
        account,
        ports,
        clock,
        new Listing(ports.items(), new PageToken(ports.sealer())),
        new Settings(ports.items(), account),
        new NumberPool(ports.items()),
        new PhoneNumbers(ports.items(), account, clock),
        new SipMediaApplications(ports.items(), account),
        new SipRules(ports.items(), account));
  }

  Items items() {
    return ports.items();
  }
}
