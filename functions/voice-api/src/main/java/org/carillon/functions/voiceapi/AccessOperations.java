package org.carillon.functions.voiceapi;

import org.carillon.core.access.AccessKeys;
import org.carillon.core.access.AttachUserPolicy;
import org.carillon.core.access.Authorization;
import org.carillon.core.access.CreateAccessKey;
import org.carillon.core.access.CreatePolicy;
import org.carillon.core.access.CreateSession;
import org.carillon.core.access.CreateUser;
import org.carillon.core.access.DeleteAccessKey;
import org.carillon.core.access.DeletePolicy;
import org.carillon.core.access.DeleteUser;
import org.carillon.core.access.DeleteUserPolicy;
import org.carillon.core.access.DetachUserPolicy;
import org.carillon.core.access.GetPolicy;
import org.carillon.core.access.GetUser;
import org.carillon.core.access.GetUserPolicy;
import org.carillon.core.access.ListAccessKeys;
import org.carillon.core.access.ListPolicies;
import org.carillon.core.access.ListUserPolicies;
import org.carillon.core.access.ListUsers;
import org.carillon.core.access.ManagedPolicies;
import org.carillon.core.access.PutUserPolicy;
import org.carillon.core.access.SimulatePolicy;
import org.carillon.core.access.UpdateAccessKey;
import org.carillon.core.access.Users;
import org.carillon.core.audit.AuditSettings;
import org.carillon.core.audit.GetAuditSettings;
import org.carillon.core.audit.PutAuditSettings;

/** Users, access keys, policies and sessions (O3), and where the audit goes (O5). */
final class AccessOperations {

  private AccessOperations() {}

  static void add(OperationTable table, Domain domain, AuditSettings audit) {
    Users users = new Users(domain.items(), domain.account(), domain.clock());
    ManagedPolicies policies = new ManagedPolicies(domain.items(), domain.account());
    AccessKeys keys = new AccessKeys(domain.items(), domain.ports().sealer(), domain.clock());
    table.operator("O3", new CreateUser(users));
    table.operator("O3", new GetUser(users));
    table.operator("O3", new ListUsers(users, domain.listing()));
    table.operator("O3", new DeleteUser(users));
    table.operator("O3", new CreateAccessKey(users, keys));
    table.operator("O3", new ListAccessKeys(users, keys));
    table.operator("O3", new UpdateAccessKey(users, keys));
    table.operator("O3", new DeleteAccessKey(users));
    table.operator("O3", new PutUserPolicy(users));
    table.operator("O3", new GetUserPolicy(users));
    table.operator("O3", new ListUserPolicies(users));
    table.operator("O3", new DeleteUserPolicy(users));
    table.operator("O3", new AttachUserPolicy(users, policies));
    table.operator("O3", new DetachUserPolicy(users, policies));
    table.operator("O3", new CreatePolicy(policies));
    table.operator("O3", new GetPolicy(policies));
    table.operator("O3", new ListPolicies(policies, domain.listing()));
    table.operator("O3", new DeletePolicy(policies));
    table.operator(
        "O3", new SimulatePolicy(users, new Authorization(users, policies, domain.clock())));
    table.operator("O3", new CreateSession(users, keys));
    table.operator("O5", new GetAuditSettings(audit));
    table.operator("O5", new PutAuditSettings(audit));
  }
}
