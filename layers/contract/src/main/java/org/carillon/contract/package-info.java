/** The API contract: models, routing, binding, validation, modeled errors. */
package org.carillon.contract;
