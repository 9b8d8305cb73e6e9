package org.carillon.core.access.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.carillon.core.CoreFixture.refused;

import java.time.Duration;
import java.util.List;
import org.carillon.contract.ErrorType;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Documents that are not policies are refused, with the element that is wrong. */
class PolicyReaderTest {

  private static final RequestContext NOTHING = RequestContext.builder().build();

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          not json | not valid JSON
          [] | not a JSON object
          {} | Statement must have 1 to 200 statements
          {'Statement':[]} | Statement must have 1 to 200 statements
          {'Statement':['x']} | Statement[0] must be an object
          {'Version':'2026-01-01','Statement':[OK]} | Version must be 2012-10-17
          {'Statment':[OK]} | the policy has an element that policies do not have: Statment
          {'Statement':[{'Effect':'Allow','Action':'*','Resource':'*','Conditon':{}}]} | Statement[0] has an element that policies do not have: Conditon
          {'Statement':[OK,{'Effect':'allow','Action':'*','Resource':'*'}]} | Statement[1].Effect must be Allow or Deny
          {'Statement':[{'Action':'*','Resource':'*'}]} | Statement[0].Effect must be Allow or Deny
          {'Statement':[{'Effect':'Allow','Resource':'*'}]} | Statement[0] must have either Action or NotAction
          {'Statement':[{'Effect':'Allow','Action':'*','NotAction':'*','Resource':'*'}]} | Statement[0] must have either Action or NotAction
          {'Statement':[{'Effect':'Allow','Action':'*'}]} | Statement[0] must have either Resource or NotResource
          {'Statement':[{'Effect':'Allow','Action':[],'Resource':'*'}]} | Statement[0].Action must not be empty
          {'Statement':[{'Effect':'Allow','Action':'GetVoiceConnector','Resource':'*'}]} | Statement[0].Action must be like chime:GetVoiceConnector
          {'Statement':[{'Effect':'Allow','Action':{},'Resource':'*'}]} | Statement[0].Action must be a text
          {'Statement':[{'Effect':'Allow','Action':'*','Resource':'vc/a'}]} | Statement[0].Resource must be an ARN or *
          {'Statement':[{'Effect':'Allow','Action':'*','Resource':'*','Principal':'*'}]} | Statement[0] has an element that policies do not have: Principal
          {'Statement':[{'Effect':'Allow','Action':'*','Resource':'*','Condition':{}}]} | Statement[0].Condition must be an object with members
          {'Statement':[{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'StringEquals':{}}}]} | Statement[0].Condition.StringEquals must be an object
          {'Statement':[{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'StringEquals':{'k':[]}}}]} | Statement[0].Condition.StringEquals.k must not be empty
          {'Statement':[{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'StringIs':{'k':'v'}}}]} | Condition.StringIs.k: there is no such operator here
          {'Statement':[{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'NullIfExists':{'k':'true'}}}]} | Null takes no IfExists
          {'Statement':[{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'Bool':{'k':'yes'}}}]} | true or false is wanted
          {'Statement':[{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'NumericEquals':{'k':'1e999999999'}}}]} | a number is wanted
          {'Statement':[{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'DateEquals':{'k':'tomorrow'}}}]} | a date is wanted
          {'Statement':[{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'IpAddress':{'k':'example.com'}}}]} | an IP address or a range is wanted
          {'Statement':[{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'IpAddress':{'k':'203.0.113.0/33'}}}]} | an IP address or a range is wanted
          {'Version':'2012-10-17','Statement':[{'Effect':'Allow','Action':'*','Resource':'arn:aws:chime:::${aws:username'}]} | has no }
          """)
  void whatIsNoPolicyIsRefused(String document, String words) {
    String json =
        document.replace("OK", "{'Effect':'Allow','Action':'*','Resource':'*'}").replace('\'', '"');
    refused(ErrorType.BAD_REQUEST, words, () -> PolicyReader.read(json, "PolicyDocument"));
  }

  @Test
  void aPolicyIsLimitedInSizeWhiteSpaceNotCounted() {
    String wide = policy("arn:aws:chime:::vc/a" + " ".repeat(10_000));
    assertThatCode(() -> PolicyReader.read(wide, "PolicyDocument")).doesNotThrowAnyException();

    String large = policy("arn:aws:chime:::vc/" + "x".repeat(PolicyReader.MAX_CHARACTERS));
    refused(
        ErrorType.BAD_REQUEST,
        "PolicyDocument: not a policy: a policy has at most 6144 characters",
        () -> PolicyReader.read(large, "PolicyDocument"));
  }

  @Test
  void anOlderVersionHasNoVariables() {
    String document = policy("arn:aws:chime:::vc/${aws:username}").replace("2012", "2008");
    Policy policy = PolicyReader.read(document, "PolicyDocument");
    RequestContext alice = RequestContext.builder().put("aws:username", "alice").build();

    assertThat(Policy.decide(List.of(policy), "chime:X", "arn:aws:chime:::vc/alice", alice))
        .isEqualTo(Decision.IMPLICIT_DENY);
  }

  @Test
  void aVariableMayHaveADefault() {
    Policy policy =
        PolicyReader.read(
            policy("arn:aws:chime:::vc/${aws:PrincipalTag/team, 'shared'}"), "PolicyDocument");

    assertThat(Policy.decide(List.of(policy), "chime:X", "arn:aws:chime:::vc/shared", NOTHING))
        .isEqualTo(Decision.ALLOWED);
  }

  @Test
  void aHostilePatternCostsNoMoreThanItsLengthTimesTheValues() {
    Policy policy = PolicyReader.read(policy("arn:" + "*a".repeat(2000)), "PolicyDocument");
    String resource = "arn:" + "a".repeat(4000) + "b";

    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () ->
            assertThat(Policy.decide(List.of(policy), "chime:X", resource, NOTHING))
                .isEqualTo(Decision.IMPLICIT_DENY));
  }

  private static String policy(String resource) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\","
        + "\"Resource\":\""
        + resource
        + "\"}}";
  }
}
