package org.carillon.core.routing;

/**
 * A SIP media application that can take a call.
 *
 * @param applicationId the SIP media application's id
 * @param functionArn its function's ARN, with or without alias or version
 * @param region the application's AWS region
 */
public record RouteTarget(String applicationId, String functionArn, String region) {}
