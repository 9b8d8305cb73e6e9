package org.carillon.core.connectors;

import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.chimesdkvoice.model.EmergencyCallingConfiguration;
import software.amazon.awssdk.services.chimesdkvoice.model.ExternalSystemsConfiguration;
import software.amazon.awssdk.services.chimesdkvoice.model.LoggingConfiguration;
import software.amazon.awssdk.services.chimesdkvoice.model.Origination;
import software.amazon.awssdk.services.chimesdkvoice.model.Proxy;
import software.amazon.awssdk.services.chimesdkvoice.model.StreamingConfiguration;
import software.amazon.awssdk.services.chimesdkvoice.model.Termination;

/**
 * A kind of setting that a connector can have. All of them stand in the connector's own item: a
 * call reads them at once, and a rule over two of them needs no lock.
 *
 * @param name under which it is stored, and the API's name of its shape
 * @param type the API's shape
 */
public record ConnectorSetting<T extends SdkPojo>(String name, Class<T> type) {

  /** Calls out (V2). */
  public static final ConnectorSetting<Termination> TERMINATION =
      new ConnectorSetting<>("Termination", Termination.class);

  /** Calls in (V3). */
  public static final ConnectorSetting<Origination> ORIGINATION =
      new ConnectorSetting<>("Origination", Origination.class);

  /** Third-party emergency routing numbers (E2). */
  public static final ConnectorSetting<EmergencyCallingConfiguration> EMERGENCY_CALLING =
      new ConnectorSetting<>("EmergencyCallingConfiguration", EmergencyCallingConfiguration.class);

  /** Media streaming and call analytics (V10, V12). */
  public static final ConnectorSetting<StreamingConfiguration> STREAMING =
      new ConnectorSetting<>("StreamingConfiguration", StreamingConfiguration.class);

  /** Message and media logs (V9). */
  public static final ConnectorSetting<LoggingConfiguration> LOGGING =
      new ConnectorSetting<>("LoggingConfiguration", LoggingConfiguration.class);

  /** Proxy sessions (V13). */
  public static final ConnectorSetting<Proxy> PROXY = new ConnectorSetting<>("Proxy", Proxy.class);

  /** What stands at the customer's side of the trunk (V14). */
  public static final ConnectorSetting<ExternalSystemsConfiguration> EXTERNAL_SYSTEMS =
      new ConnectorSetting<>("ExternalSystemsConfiguration", ExternalSystemsConfiguration.class);
}
