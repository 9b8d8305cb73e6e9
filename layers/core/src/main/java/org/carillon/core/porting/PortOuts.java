package org.carillon.core.porting;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Retries;
import org.carillon.core.documents.Fields;
import org.carillon.core.numbers.NumberLists;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;

/**
 * Port-outs as stored (N6). A number is in at most one open request. When a request completes, its
 * numbers leave the pool, so that they are not offered again, by a later list neither; the account
 * frees and deletes them itself, as the guide says. Safe for use by many threads.
 */
public final class PortOuts {

  private static final NumberRequests.Kind KIND = NumberRequests.Kind.PORT_OUT;

  private final Items items;
  private final NumberRequests requests;
  private final NumberLists lists;

  /** The port-outs among these requests. */
  public PortOuts(Items items, NumberRequests requests) {
    this.items = items;
    this.requests = requests;
    this.lists = new NumberLists(items);
  }

  NumberRequests requests() {
    return requests;
  }

  private ItemKey openKey(String e164) {
    return new ItemKey("account/" + requests.account().id() + "/port-outs-open", e164);
  }

  void create(String requestId, Map<String, Object> body, List<String> e164s) {
    Retries.onConflict(
        () -> {
          List<ItemWrite> writes = new ArrayList<>();
          writes.add(ItemWrite.create(requests.key(KIND, requestId), body));
          for (String e164 : e164s) {
            items
                .get(openKey(e164))
                .ifPresent(
                    open -> {
                      throw new ApiException(
                          ErrorType.CONFLICT,
                          "PhoneNumbers: " + e164 + " is in another open port-out request.");
                    });
            writes.add(
                ItemWrite.create(openKey(e164), Map.of(NumberRequests.REQUEST_ID, requestId)));
          }
          items.write(writes);
          return body;
        });
  }

  Map<String, Object> change(Item read, PortOutStatus to, Map<String, Object> changes) {
    Map<String, Object> body = new LinkedHashMap<>(read.body());
    body.putAll(changes);
    body.put(NumberRequests.STATUS, to.name());
    body.put(NumberRequests.UPDATED, requests.now().toString());
    List<ItemWrite> writes = new ArrayList<>();
    writes.add(ItemWrite.replace(read, body));
    if (to.isFinal()) {
      for (String e164 : Fields.of(read.body(), "request").textList(NumberRequests.PHONE_NUMBERS)) {
        writes.add(new ItemWrite.Delete(openKey(e164), new ItemWrite.Condition.Always()));
        if (to == PortOutStatus.COMPLETED) {
          writes.add(lists.portedOut(e164, requests.now()));
        }
      }
    }
    items.write(writes);
    return body;
  }
}
