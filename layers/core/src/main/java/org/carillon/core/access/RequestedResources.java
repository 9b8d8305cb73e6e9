package org.carillon.core.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.carillon.contract.Api;
import org.carillon.contract.ApiOperation;
import org.carillon.contract.Route;
import org.carillon.core.Account;
import org.carillon.core.tags.Tags;

/**
 * Which resources an operation is about, as policies, the audit and events name them. One table for
 * all APIs: what stands in the path names the resource, and a few members of the input name
 * another.
 *
 * <p>The types are those of the "Actions, resources, and condition keys for Amazon Chime"
 * reference. Phone numbers, orders and SIP rules have no ARN there and none here: their operations,
 * as those that list and create, are about {@code *}. Safe for use by many threads.
 */
public final class RequestedResources {

  /**
   * A resource as a policy sees it.
   *
   * @param arn its ARN, or {@code *}
   * @param tags its tags
   */
  public record Resource(String arn, SortedMap<String, String> tags) {

    /** Whether this is a resource and not {@code *}. */
    public boolean isOne() {
      return !arn.equals("*");
    }
  }

  /** Path parameters in lower case; the first that the path has decides. */
  private static final List<Map.Entry<String, String>> PATH =
      List.of(
          Map.entry("voiceconnectorid", "vc/"),
          Map.entry("voiceconnectorgroupid", "vcg/"),
          Map.entry("sipmediaapplicationid", "sma/"),
          Map.entry("voiceprofileid", "voice-profile/"),
          Map.entry("voiceprofiledomainid", "voice-profile-domain/"),
          Map.entry("mediapipelineid", "media-pipeline/"),
          Map.entry("meetingid", "meeting/"));

  /** {@code {identifier}} of the media pipelines API, an id, a name or an ARN, by path. */
  private static final Map<String, String> IDENTIFIER =
      Map.of(
          "media-insights-pipeline-configurations", "media-insights-pipeline-configuration/",
          "media-pipeline-kinesis-video-stream-pools", "media-pipeline-kinesis-video-stream-pool/",
          "media-insights-pipelines", "media-pipeline/",
          "media-insights-pipeline-status", "media-pipeline/");

  /** Members of the input that name a resource beside the path. */
  private static final List<Map.Entry<String, String>> MEMBERS =
      List.of(
          Map.entry("ResourceARN", ""),
          Map.entry("VoiceProfileDomainId", "voice-profile-domain/"),
          Map.entry("VoiceProfileDomainArn", ""),
          Map.entry("MediaInsightsPipelineConfigurationArn", ""));

  private static final String OPERATOR_PATH = "/carillon/v1/";

  private final Account account;
  private final Tags tags;

  /** The resources of this account, with these tags. */
  public RequestedResources(Account account, Tags tags) {
    this.account = account;
    this.tags = tags;
  }

  /**
   * The resources, at least one; a request needs to be allowed on each.
   *
   * @param input the operation's input by member names
   */
  public List<Resource> of(Route route, Map<String, Object> input) {
    List<String> names =
        route.operation().api() == Api.OPERATOR ? operator(route, input) : published(route, input);
    return names.isEmpty()
        ? List.of(new Resource("*", new TreeMap<>()))
        : names.stream().map(this::resource).toList();
  }

  private static List<String> published(Route route, Map<String, Object> input) {
    ApiOperation operation = route.operation();
    Map<String, String> path = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    path.putAll(route.pathValues());
    List<String> names = new ArrayList<>();
    for (Map.Entry<String, String> row : PATH) {
      if (names.isEmpty() && path.containsKey(row.getKey())) {
        names.add(row.getValue() + path.get(row.getKey()));
      }
    }
    if (path.containsKey("identifier")) {
      String type = IDENTIFIER.getOrDefault(operation.uri().split("/")[1], "media-pipeline/");
      names.add(named(type, path.get("identifier")));
    }
    for (Map.Entry<String, String> row : MEMBERS) {
      if (input.get(row.getKey()) instanceof String value) {
        String name = named(row.getValue(), value);
        if (!names.contains(name)) {
          names.add(name);
        }
      }
    }
    return names;
  }

  private static String named(String type, String idOrArn) {
    return idOrArn.startsWith("arn:") ? idOrArn : type + idOrArn;
  }

  /** Users and policies have the ARNs of IAM; all else is {@code carillon:...:COLLECTION/ID}. */
  private List<String> operator(Route route, Map<String, Object> input) {
    String[] segments = route.operation().uri().substring(OPERATOR_PATH.length()).split("/");
    if (input.get("UserName") instanceof String user) {
      return List.of(User.arn(account, user));
    }
    if (segments[0].equals("policies") && input.get("PolicyName") instanceof String policy) {
      return List.of("arn:aws:iam::" + account.id() + ":policy/" + policy);
    }
    if (segments.length < 2 || !segments[1].startsWith("{")) {
      return List.of();
    }
    String parameter = segments[1].substring(1, segments[1].indexOf('}'));
    String value = route.pathValues().getOrDefault(parameter, "");
    return List.of(
        value.startsWith("arn:")
            ? value
            : "arn:aws:carillon:%s:%s:%s/%s"
                .formatted(account.region(), account.id(), segments[0], value));
  }

  /** A resource may be in another region than the API: its tags know its whole ARN. */
  private Resource resource(String name) {
    if (name.startsWith("arn:")) {
      return new Resource(name, tags.find(name).orElseGet(TreeMap::new));
    }
    return tags.ofResource(name)
        .map(kept -> new Resource(kept.arn(), kept.tags()))
        .orElseGet(() -> new Resource(account.arn(name), new TreeMap<>()));
  }
}
