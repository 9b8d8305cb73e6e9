package org.carillon.core.access;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A managed policy.
 *
 * @param name unique in the account, built-in ones included
 * @param arn {@code arn:aws:iam::aws:policy/...} for built-in ones
 * @param attachable whether users can have it; policies of service roles are there to be read
 * @param attachments how many users have it; always 0 for built-in ones, which nobody can delete
 */
record ManagedPolicy(
    String name,
    String arn,
    String description,
    String document,
    boolean builtIn,
    boolean attachable,
    long attachments) {

  /** The shape of the operator's API. */
  Map<String, Object> shape(boolean withDocument) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("PolicyName", name);
    shape.put("PolicyArn", arn);
    shape.put("Description", description);
    shape.put("BuiltIn", builtIn);
    shape.put("Attachable", attachable);
    if (!builtIn) {
      shape.put("AttachmentCount", Math.toIntExact(attachments));
    }
    if (withDocument) {
      shape.put("PolicyDocument", document);
    }
    return shape;
  }
}
