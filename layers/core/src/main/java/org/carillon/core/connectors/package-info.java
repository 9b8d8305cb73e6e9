/** Voice Connectors: SIP trunks of the account, and the phone numbers on them (V1, V7). */
package org.carillon.core.connectors;
