/** The settings of a Voice Connector (V2, V3, V9, V10, V12, V14, E2). */
package org.carillon.core.connectors.settings;
