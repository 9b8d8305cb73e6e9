/** Voice Connector groups: connectors that stand in for each other (V6). */
package org.carillon.core.connectors.groups;
