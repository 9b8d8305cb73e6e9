package org.carillon.core.access.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.core.CoreFixture.refused;

import java.util.Arrays;
import java.util.List;
import org.carillon.contract.ErrorType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What policies say of requests, case by case. A row: statements (single quotes for double ones),
 * action, resource, condition keys ({@code key=value;key=value}, several values with commas), and
 * the decision.
 */
class PolicyTest {

  private static final String VC = "arn:aws:chime:us-east-1:111122223333:vc/";

  @ParameterizedTest(name = "{0} | {1} | {2} | {3} -> {4}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # actions
          {'Effect':'Allow','Action':'chime:*','Resource':'*'} | chime:GetVoiceConnector | VC/a | | ALLOWED
          {'Effect':'Allow','Action':'*','Resource':'*'} | carillon:CreateUser | * | | ALLOWED
          {'Effect':'Allow','Action':'chime:*','Resource':'*'} | carillon:CreateUser | * | | IMPLICIT_DENY
          {'Effect':'Allow','Action':'CHIME:getVoiceConnector','Resource':'*'} | chime:GetVoiceConnector | VC/a | | ALLOWED
          {'Effect':'Allow','Action':'chime:Get*','Resource':'*'} | chime:GetVoiceConnector | VC/a | | ALLOWED
          {'Effect':'Allow','Action':'chime:Get*','Resource':'*'} | chime:DeleteVoiceConnector | VC/a | | IMPLICIT_DENY
          {'Effect':'Allow','Action':'chime:*Connector','Resource':'*'} | chime:GetVoiceConnector | VC/a | | ALLOWED
          {'Effect':'Allow','Action':'chime:*Connector','Resource':'*'} | chime:GetVoiceConnectorGroup | VC/a | | IMPLICIT_DENY
          {'Effect':'Allow','Action':'chime:?etVoiceConnector','Resource':'*'} | chime:GetVoiceConnector | VC/a | | ALLOWED
          {'Effect':'Allow','Action':['chime:A','chime:B'],'Resource':'*'} | chime:B | * | | ALLOWED
          {'Effect':'Allow','NotAction':'chime:Delete*','Resource':'*'} | chime:GetSipRule | * | | ALLOWED
          {'Effect':'Allow','NotAction':'chime:Delete*','Resource':'*'} | chime:DeleteSipRule | * | | IMPLICIT_DENY
          {'Effect':'Allow','NotAction':['chime:A','chime:B'],'Resource':'*'} | chime:B | * | | IMPLICIT_DENY
          {'Effect':'Allow','NotAction':'chime:A','Resource':'*'} | carillon:PutQuota | * | | ALLOWED
          # deny comes first, whatever the order
          {'Effect':'Deny','Action':'chime:A','Resource':'*'} | chime:A | * | | EXPLICIT_DENY
          {'Effect':'Allow','Action':'chime:*','Resource':'*'},{'Effect':'Deny','Action':'chime:A','Resource':'*'} | chime:A | * | | EXPLICIT_DENY
          {'Effect':'Deny','Action':'chime:A','Resource':'*'},{'Effect':'Allow','Action':'chime:*','Resource':'*'} | chime:A | * | | EXPLICIT_DENY
          {'Effect':'Allow','Action':'chime:*','Resource':'*'},{'Effect':'Deny','Action':'chime:A','Resource':'*'} | chime:B | * | | ALLOWED
          {'Effect':'Deny','NotAction':'chime:Get*','Resource':'*'} | chime:DeleteSipRule | * | | EXPLICIT_DENY
          {'Effect':'Deny','NotAction':'chime:Get*','Resource':'*'} | chime:GetSipRule | * | | IMPLICIT_DENY
          # resources
          {'Effect':'Allow','Action':'chime:*','Resource':'arn:aws:chime:*:*:vc/a'} | chime:X | VC/a | | ALLOWED
          {'Effect':'Allow','Action':'chime:*','Resource':'arn:aws:chime:*:*:vc/a'} | chime:X | VC/ab | | IMPLICIT_DENY
          {'Effect':'Allow','Action':'chime:*','Resource':'arn:aws:chime:*:*:vc/*'} | chime:X | VC/ab | | ALLOWED
          {'Effect':'Allow','Action':'chime:*','Resource':'arn:aws:chime:*:*:vc/a?'} | chime:X | VC/ab | | ALLOWED
          {'Effect':'Allow','Action':'chime:*','Resource':'arn:aws:chime:*:*:vc/a?'} | chime:X | VC/a | | IMPLICIT_DENY
          {'Effect':'Allow','Action':'chime:*','Resource':'arn:aws:chime:*:*:vc/A'} | chime:X | VC/a | | IMPLICIT_DENY
          {'Effect':'Allow','Action':'chime:*','Resource':'arn:aws:chime:eu-west-1:*:vc/*'} | chime:X | VC/a | | IMPLICIT_DENY
          {'Effect':'Allow','Action':'chime:*','Resource':'arn:aws:chime:*:444455556666:vc/*'} | chime:X | VC/a | | IMPLICIT_DENY
          {'Effect':'Allow','Action':'chime:*','Resource':'arn:aws:chime:*:*:vc/*'} | chime:ListVoiceConnectors | * | | IMPLICIT_DENY
          {'Effect':'Allow','Action':'chime:*','Resource':['arn:aws:chime:*:*:sma/*','arn:aws:chime:*:*:vc/*']} | chime:X | VC/a | | ALLOWED
          {'Effect':'Allow','Action':'chime:*','NotResource':'arn:aws:chime:*:*:vc/a'} | chime:X | VC/b | | ALLOWED
          {'Effect':'Allow','Action':'chime:*','NotResource':'arn:aws:chime:*:*:vc/a'} | chime:X | VC/a | | IMPLICIT_DENY
          {'Effect':'Allow','Action':'chime:*','NotResource':'arn:aws:chime:*:*:vc/a'} | chime:ListVoiceConnectors | * | | ALLOWED
          {'Effect':'Allow','Action':'chime:*','Resource':'*'},{'Effect':'Deny','Action':'*','NotResource':'arn:aws:chime:*:*:vc/a'} | chime:X | VC/b | | EXPLICIT_DENY
          # variables
          {'Effect':'Allow','Action':'chime:*','Resource':'arn:aws:chime:*:*:vc/${aws:username}'} | chime:X | VC/alice | aws:username=alice | ALLOWED
          {'Effect':'Allow','Action':'chime:*','Resource':'arn:aws:chime:*:*:vc/${aws:username}'} | chime:X | VC/alice | aws:username=bob | IMPLICIT_DENY
          {'Effect':'Allow','Action':'chime:*','Resource':'arn:aws:chime:*:*:vc/${aws:username}'} | chime:X | VC/alice | | IMPLICIT_DENY
          {'Effect':'Allow','Action':'chime:*','Resource':'arn:aws:chime:*:*:vc/${aws:username}'} | chime:X | VC/alice | aws:username=* | IMPLICIT_DENY
          {'Effect':'Allow','Action':'chime:*','Resource':'arn:aws:chime:*:*:vc/${aws:PrincipalTag/team}-*'} | chime:X | VC/voice-1 | aws:PrincipalTag/team=voice | ALLOWED
          {'Effect':'Allow','Action':'chime:*','Resource':'arn:aws:chime:*:*:vc/${*}'} | chime:X | VC/* | | ALLOWED
          {'Effect':'Allow','Action':'chime:*','Resource':'arn:aws:chime:*:*:vc/${*}'} | chime:X | VC/a | | IMPLICIT_DENY
          # strings
          COND StringEquals {'aws:username':'alice'} | chime:X | * | aws:username=alice | ALLOWED
          COND StringEquals {'aws:username':'alice'} | chime:X | * | aws:username=Alice | IMPLICIT_DENY
          COND StringEquals {'AWS:UserName':'alice'} | chime:X | * | aws:username=alice | ALLOWED
          COND StringEquals {'aws:username':['bob','alice']} | chime:X | * | aws:username=alice | ALLOWED
          COND StringEquals {'aws:username':'al*'} | chime:X | * | aws:username=alice | IMPLICIT_DENY
          COND StringEquals {'aws:username':'alice'} | chime:X | * | | IMPLICIT_DENY
          COND StringEqualsIfExists {'aws:username':'alice'} | chime:X | * | | ALLOWED
          COND StringEqualsIfExists {'aws:username':'alice'} | chime:X | * | aws:username=bob | IMPLICIT_DENY
          COND StringNotEquals {'aws:username':'alice'} | chime:X | * | aws:username=bob | ALLOWED
          COND StringNotEquals {'aws:username':['alice','bob']} | chime:X | * | aws:username=bob | IMPLICIT_DENY
          COND StringNotEquals {'aws:username':'alice'} | chime:X | * | | ALLOWED
          COND StringEqualsIgnoreCase {'aws:username':'ALICE'} | chime:X | * | aws:username=alice | ALLOWED
          COND StringNotEqualsIgnoreCase {'aws:username':'ALICE'} | chime:X | * | aws:username=alice | IMPLICIT_DENY
          COND StringLike {'aws:username':'al*e'} | chime:X | * | aws:username=alice | ALLOWED
          COND StringLike {'aws:username':'al?'} | chime:X | * | aws:username=alice | IMPLICIT_DENY
          COND StringNotLike {'aws:username':'al*'} | chime:X | * | aws:username=bob | ALLOWED
          COND StringNotLike {'aws:username':'al*'} | chime:X | * | aws:username=alice | IMPLICIT_DENY
          COND StringEquals {'aws:ResourceTag/owner':'${aws:username}'} | chime:X | * | aws:username=alice;aws:ResourceTag/owner=alice | ALLOWED
          COND StringEquals {'aws:ResourceTag/owner':'${aws:username}'} | chime:X | * | aws:username=alice;aws:ResourceTag/owner=bob | IMPLICIT_DENY
          COND StringEquals {'aws:ResourceTag/owner':'${aws:username}'} | chime:X | * | aws:username=alice | IMPLICIT_DENY
          COND StringEquals {'aws:ResourceTag/team':'voice'},'StringLike':{'aws:username':'a*'} | chime:X | * | aws:username=alice;aws:ResourceTag/team=voice | ALLOWED
          COND StringEquals {'aws:ResourceTag/team':'voice'},'StringLike':{'aws:username':'a*'} | chime:X | * | aws:username=bob;aws:ResourceTag/team=voice | IMPLICIT_DENY
          COND StringEquals {'aws:ResourceTag/team':'voice','aws:username':'alice'} | chime:X | * | aws:username=alice | IMPLICIT_DENY
          # numbers
          COND NumericEquals {'n':'10'} | chime:X | * | n=10.0 | ALLOWED
          COND NumericNotEquals {'n':'10'} | chime:X | * | n=10 | IMPLICIT_DENY
          COND NumericNotEquals {'n':'10'} | chime:X | * | n=11 | ALLOWED
          COND NumericLessThan {'n':10} | chime:X | * | n=9 | ALLOWED
          COND NumericLessThan {'n':'10'} | chime:X | * | n=10 | IMPLICIT_DENY
          COND NumericLessThanEquals {'n':'10'} | chime:X | * | n=10 | ALLOWED
          COND NumericGreaterThan {'n':'10'} | chime:X | * | n=10 | IMPLICIT_DENY
          COND NumericGreaterThanEquals {'n':'10'} | chime:X | * | n=10 | ALLOWED
          COND NumericLessThan {'n':'10'} | chime:X | * | n=many | IMPLICIT_DENY
          COND NumericLessThanIfExists {'n':'10'} | chime:X | * | | ALLOWED
          # dates
          COND DateLessThan {'aws:CurrentTime':'2026-06-01T00:00:00Z'} | chime:X | * | aws:CurrentTime=2026-05-31T23:59:59Z | ALLOWED
          COND DateLessThan {'aws:CurrentTime':'2026-06-01T00:00:00Z'} | chime:X | * | aws:CurrentTime=2026-06-01T00:00:00Z | IMPLICIT_DENY
          COND DateGreaterThan {'aws:CurrentTime':'2026-06-01'} | chime:X | * | aws:CurrentTime=2026-06-01T00:00:01Z | ALLOWED
          COND DateGreaterThanEquals {'aws:CurrentTime':'2026-06-01T02:00:00+02:00'} | chime:X | * | aws:CurrentTime=2026-06-01T00:00:00Z | ALLOWED
          COND DateLessThanEquals {'aws:EpochTime':'1780272000'} | chime:X | * | aws:EpochTime=1780272000 | ALLOWED
          COND DateEquals {'aws:CurrentTime':'2026-06-01T00:00:00Z'} | chime:X | * | aws:CurrentTime=2026-06-01T00:00:00Z | ALLOWED
          COND DateNotEquals {'aws:CurrentTime':'2026-06-01T00:00:00Z'} | chime:X | * | aws:CurrentTime=2026-06-01T00:00:00Z | IMPLICIT_DENY
          # booleans and presence
          COND Bool {'aws:SecureTransport':'true'} | chime:X | * | aws:SecureTransport=TRUE | ALLOWED
          COND Bool {'aws:SecureTransport':false} | chime:X | * | aws:SecureTransport=true | IMPLICIT_DENY
          COND Bool {'aws:SecureTransport':'true'} | chime:X | * | | IMPLICIT_DENY
          COND BoolIfExists {'aws:MultiFactorAuthPresent':'true'} | chime:X | * | | ALLOWED
          COND Null {'aws:ResourceTag/team':'true'} | chime:X | * | | ALLOWED
          COND Null {'aws:ResourceTag/team':'true'} | chime:X | * | aws:ResourceTag/team=voice | IMPLICIT_DENY
          COND Null {'aws:ResourceTag/team':'false'} | chime:X | * | aws:ResourceTag/team=voice | ALLOWED
          COND Null {'aws:ResourceTag/team':false} | chime:X | * | | IMPLICIT_DENY
          # addresses
          COND IpAddress {'aws:SourceIp':'203.0.113.0/24'} | chime:X | * | aws:SourceIp=203.0.113.77 | ALLOWED
          COND IpAddress {'aws:SourceIp':'203.0.113.0/24'} | chime:X | * | aws:SourceIp=203.0.114.77 | IMPLICIT_DENY
          COND IpAddress {'aws:SourceIp':'203.0.113.7'} | chime:X | * | aws:SourceIp=203.0.113.7 | ALLOWED
          COND IpAddress {'aws:SourceIp':'203.0.113.128/25'} | chime:X | * | aws:SourceIp=203.0.113.127 | IMPLICIT_DENY
          COND IpAddress {'aws:SourceIp':'0.0.0.0/0'} | chime:X | * | aws:SourceIp=2001:db8::1 | IMPLICIT_DENY
          COND IpAddress {'aws:SourceIp':['198.51.100.0/24','2001:db8::/32']} | chime:X | * | aws:SourceIp=2001:db8:1::1 | ALLOWED
          COND NotIpAddress {'aws:SourceIp':'203.0.113.0/24'} | chime:X | * | aws:SourceIp=198.51.100.1 | ALLOWED
          COND NotIpAddress {'aws:SourceIp':'203.0.113.0/24'} | chime:X | * | aws:SourceIp=203.0.113.1 | IMPLICIT_DENY
          COND IpAddress {'aws:SourceIp':'203.0.113.0/24'} | chime:X | * | | IMPLICIT_DENY
          # ARNs: a wildcard stays in its part
          COND ArnLike {'aws:PrincipalArn':'arn:aws:iam::*:user/a*'} | chime:X | * | aws:PrincipalArn=arn:aws:iam::111122223333:user/alice | ALLOWED
          COND ArnEquals {'aws:PrincipalArn':'arn:aws:iam::111122223333:user/alice'} | chime:X | * | aws:PrincipalArn=arn:aws:iam::111122223333:user/alice | ALLOWED
          COND ArnLike {'aws:PrincipalArn':'arn:*:user/alice'} | chime:X | * | aws:PrincipalArn=arn:aws:iam::111122223333:user/alice | INVALID
          COND ArnLike {'aws:PrincipalArn':'arn:aws:*::*:user/bob'} | chime:X | * | aws:PrincipalArn=arn:aws:iam::111122223333:user/alice | IMPLICIT_DENY
          COND ArnNotEquals {'aws:PrincipalArn':'arn:aws:iam::111122223333:user/bob'} | chime:X | * | aws:PrincipalArn=arn:aws:iam::111122223333:user/alice | ALLOWED
          COND ArnNotLike {'aws:PrincipalArn':'arn:aws:iam::*:user/*'} | chime:X | * | aws:PrincipalArn=arn:aws:iam::111122223333:user/alice | IMPLICIT_DENY
          COND ArnLike {'aws:PrincipalArn':'arn:aws:iam::*:user/${aws:username}'} | chime:X | * | aws:username=alice;aws:PrincipalArn=arn:aws:iam::111122223333:user/alice | ALLOWED
          # keys with several values
          COND ForAllValues:StringEquals {'aws:TagKeys':['team','cost']} | chime:X | * | aws:TagKeys=team | ALLOWED
          COND ForAllValues:StringEquals {'aws:TagKeys':['team','cost']} | chime:X | * | aws:TagKeys=team,cost | ALLOWED
          COND ForAllValues:StringEquals {'aws:TagKeys':['team','cost']} | chime:X | * | aws:TagKeys=team,secret | IMPLICIT_DENY
          COND ForAllValues:StringEquals {'aws:TagKeys':['team','cost']} | chime:X | * | | ALLOWED
          COND ForAllValues:StringNotEquals {'aws:TagKeys':['secret']} | chime:X | * | aws:TagKeys=team,cost | ALLOWED
          COND ForAllValues:StringNotEquals {'aws:TagKeys':['secret']} | chime:X | * | aws:TagKeys=team,secret | IMPLICIT_DENY
          COND ForAnyValue:StringEquals {'aws:TagKeys':['team']} | chime:X | * | aws:TagKeys=cost,team | ALLOWED
          COND ForAnyValue:StringEquals {'aws:TagKeys':['team']} | chime:X | * | aws:TagKeys=cost | IMPLICIT_DENY
          COND ForAnyValue:StringEquals {'aws:TagKeys':['team']} | chime:X | * | | IMPLICIT_DENY
          COND ForAnyValue:StringNotLike {'aws:TagKeys':['team*']} | chime:X | * | aws:TagKeys=team1,cost | ALLOWED
          COND ForAnyValue:StringNotLike {'aws:TagKeys':['team*']} | chime:X | * | aws:TagKeys=team1,team2 | IMPLICIT_DENY
          COND StringEquals {'aws:RequestTag/team':'voice'} | chime:X | * | aws:RequestTag/team=voice | ALLOWED
          COND StringEquals {'aws:RequestTag/team':'voice'} | chime:X | * | aws:RequestTag/team=data | IMPLICIT_DENY
          """)
  void decides(String statements, String action, String resource, String keys, String expected) {
    String json = statements.replace("COND ", "").replace('\'', '"');
    if (statements.startsWith("COND ")) {
      String[] parts = json.split(" ", 2);
      json =
          "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\""
              + parts[0]
              + "\":"
              + parts[1]
              + "}}";
    }
    String document = "{\"Version\":\"2012-10-17\",\"Statement\":[" + json + "]}";
    if (expected.equals("INVALID")) {
      refused(
          ErrorType.BAD_REQUEST,
          "an ARN has six parts",
          () -> PolicyReader.read(document, "PolicyDocument"));
      return;
    }
    assertThat(
            Policy.decide(
                List.of(PolicyReader.read(document, "PolicyDocument")),
                action,
                resource.replace("VC/", VC),
                context(keys)))
        .isEqualTo(Decision.valueOf(expected));
  }

  private static RequestContext context(String keys) {
    RequestContext.Builder context = RequestContext.builder();
    if (keys != null) {
      for (String pair : keys.split(";")) {
        String[] parts = pair.split("=", 2);
        context.put(parts[0], Arrays.asList(parts[1].split(",")));
      }
    }
    return context.build();
  }
}
