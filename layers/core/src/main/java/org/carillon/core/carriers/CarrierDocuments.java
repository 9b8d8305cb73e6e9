package org.carillon.core.carriers;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.carillon.core.documents.Fields;
import org.carillon.core.ports.Item;

/** Carriers as the store and the operator's API have them. */
final class CarrierDocuments {

  private static final String SEALED_PASSWORD = "SealedPassword";

  private CarrierDocuments() {}

  /** As stored, sealed passwords included. */
  static Map<String, Object> body(Carrier carrier) {
    return shape(carrier, true);
  }

  /** As answered: without passwords. */
  static Map<String, Object> shape(Carrier carrier) {
    return shape(carrier, false);
  }

  private static Map<String, Object> shape(Carrier carrier, boolean secrets) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("CarrierId", carrier.carrierId());
    shape.put("Name", carrier.name());
    shape.put("Directions", carrier.directions().stream().map(Enum::name).sorted().toList());
    shape.put("Trunks", carrier.trunks().stream().map(trunk -> shape(trunk, secrets)).toList());
    shape.put("Countries", carrier.countries());
    shape.put("Prefixes", carrier.prefixes());
    shape.put("Priority", carrier.priority());
    shape.put("Weight", carrier.weight());
    shape.put("EmergencyCalling", carrier.emergencyCalling());
    shape.put("Disabled", carrier.disabled());
    shape.put("BuiltIn", carrier.builtIn());
    shape.put("CreatedTimestamp", carrier.created().toString());
    shape.put("UpdatedTimestamp", carrier.updated().toString());
    return shape;
  }

  private static Map<String, Object> shape(Trunk trunk, boolean secrets) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("Name", trunk.name());
    shape.put("Host", trunk.host());
    shape.put("Port", trunk.port());
    shape.put("Transport", trunk.transport().name());
    shape.put("Authentication", trunk.authentication().name());
    trunk.username().ifPresent(name -> shape.put("Username", name));
    if (secrets) {
      trunk.sealedPassword().ifPresent(sealedText -> shape.put(SEALED_PASSWORD, sealedText));
    } else {
      shape.put("PasswordSet", trunk.sealedPassword().isPresent());
    }
    shape.put("Priority", trunk.priority());
    shape.put("Weight", trunk.weight());
    shape.put("SourceAddresses", trunk.sourceAddresses());
    return shape;
  }

  static Carrier carrier(Item item) {
    Fields fields = Fields.of(item.body(), "carrier");
    List<Trunk> trunks = new ArrayList<>();
    for (Fields trunk : fields.documents("Trunks")) {
      trunks.add(trunk(trunk));
    }
    return new Carrier(
        fields.text("CarrierId"),
        fields.text("Name"),
        directions(fields.textList("Directions")),
        fields.textList("Countries"),
        fields.textList("Prefixes"),
        fields.integer("Priority"),
        fields.integer("Weight"),
        fields.flag("EmergencyCalling"),
        fields.flag("Disabled"),
        fields.flag("BuiltIn"),
        trunks,
        fields.moment("CreatedTimestamp"),
        fields.moment("UpdatedTimestamp"));
  }

  static Set<CallDirection> directions(List<String> names) {
    Set<CallDirection> directions = EnumSet.noneOf(CallDirection.class);
    names.forEach(name -> directions.add(CallDirection.valueOf(name)));
    return directions;
  }

  private static Trunk trunk(Fields fields) {
    return new Trunk(
        fields.text("Name"),
        fields.text("Host"),
        fields.integer("Port"),
        fields.constant("Transport", Transport.class),
        fields.constant("Authentication", TrunkAuthentication.class),
        fields.optionalText("Username"),
        fields.optionalText(SEALED_PASSWORD),
        fields.integer("Priority"),
        fields.integer("Weight"),
        fields.textList("SourceAddresses"));
  }
}
