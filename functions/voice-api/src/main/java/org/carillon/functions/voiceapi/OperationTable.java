package org.carillon.functions.voiceapi;

import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.carillon.contract.Api;
import org.carillon.contract.ApiException;
import org.carillon.contract.ApiOperation;
import org.carillon.contract.ErrorType;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Account;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.audit.AuditSettings;
import org.carillon.core.connectors.SipNetwork;
import org.carillon.core.ports.Ports;
import software.amazon.awssdk.core.SdkPojo;

/**
 * Every operation that is built, in one place; each part of the API enters its own. {@code
 * docs/status.md} is made from it. Immutable once made.
 */
public final class OperationTable {

  private final Map<String, Entry<?, ?>> entries = new TreeMap<>();

  /** All operations that are built, for this account on these ports in this network. */
  public OperationTable(Account account, Ports ports, SipNetwork network, InstantSource clock) {
    this(
        account,
        ports,
        network,
        clock,
        new AuditSettings(ports.items(), account, Optional.of(AuditSettings.localBucket(account))));
  }

  /** As the other, with these settings of the audit. */
  OperationTable(
      Account account, Ports ports, SipNetwork network, InstantSource clock, AuditSettings audit) {
    this(new Domain(account, ports, network, clock), parts(audit));
  }

  /** Of these parts only; what they do not enter is not built. */
  OperationTable(Domain domain, List<Part> parts) {
    parts.forEach(part -> part.add(this, domain));
  }

  /** A part of the API, which enters its operations. */
  interface Part {
    void add(OperationTable table, Domain domain);
  }

  /** All parts. */
  static List<Part> parts(AuditSettings audit) {
    return List.of(
        NumberOperations::add,
        AddressOperations::add,
        ApplicationOperations::add,
        SettingOperations::add,
        KeyOperations::add,
        VoiceProfileOperations::add,
        CarrierOperations::add,
        PipelineOperations::add,
        MeetingOperations::add,
        ConnectorOperations::add,
        PortingOperations::add,
        (table, domain) -> AccessOperations.add(table, domain, audit));
  }

  /**
   * Enters an operation. Its class has the operation's name.
   *
   * @param features ids of the feature list, such as {@code N7, N8}
   */
  <I extends SdkPojo, O extends SdkPojo> void add(
      Api api, String features, Class<I> request, Operation<I, O> operation) {
    String name = operation.getClass().getSimpleName();
    entries.put(
        key(api, name), new Entry<>(api, name, features, request, operation, Optional.empty()));
  }

  /**
   * Enters an operation that is answered by design: what it is about is outside the product.
   *
   * @param request its request shape, which has the operation's name
   * @param type the error it is answered with
   * @param reason why, in a sentence; it goes to the caller and into {@code docs/status.md}
   */
  <I extends SdkPojo> void outside(Api api, Class<I> request, ErrorType type, String reason) {
    String name = request.getSimpleName().replaceFirst("Request$", "");
    Operation<I, SdkPojo> refuse =
        (input, caller) -> {
          throw new ApiException(type, name + ": " + reason);
        };
    entries.put(
        key(api, name),
        new Entry<>(api, name, "", request, refuse, Optional.of(type.wireName() + ". " + reason)));
  }

  /** {@link #add(Api, String, Class, Operation)} of the voice API. */
  <I extends SdkPojo, O extends SdkPojo> void voice(
      String features, Class<I> request, Operation<I, O> operation) {
    add(Api.VOICE, features, request, operation);
  }

  /** {@link #add(Api, String, Class, Operation)} of the operator's API. */
  void operator(String features, Operation<OperatorDocument, OperatorDocument> operation) {
    add(Api.OPERATOR, features, OperatorDocument.class, operation);
  }

  /** The operation of the model, when it is built. */
  public Optional<Entry<?, ?>> find(ApiOperation operation) {
    return Optional.ofNullable(entries.get(key(operation.api(), operation.name())));
  }

  /** All that are built. */
  public Collection<Entry<?, ?>> entries() {
    return Collections.unmodifiableCollection(entries.values());
  }

  private static String key(Api api, String name) {
    return api + "/" + name;
  }

  /**
   * An operation that is built.
   *
   * @param features ids of the feature list, such as {@code N7, N8}
   * @param byDesign how and why it is refused always; empty for all that do something
   */
  public record Entry<I extends SdkPojo, O extends SdkPojo>(
      Api api,
      String name,
      String features,
      Class<I> requestType,
      Operation<I, O> operation,
      Optional<String> byDesign) {

    /** Does it. */
    public SdkPojo handle(SdkPojo request, Caller caller) {
      return operation.handle(requestType.cast(request), caller);
    }
  }
}
