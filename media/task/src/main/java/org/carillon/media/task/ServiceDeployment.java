package org.carillon.media.task;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Attachment;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.ListTasksResponse;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/**
 * The deployment of its service that a task is of, and whether a later one has taken its place
 * (O10). ECS names the deployment in the task's {@code startedBy}. One thread asks.
 */
final class ServiceDeployment implements AutoCloseable, DeploymentWatch.Question {

  private static final Logger log = LoggerFactory.getLogger(ServiceDeployment.class);

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String OF_SERVICE = "service:";

  private final EcsAgent agent;
  private final EcsClient ecs;
  private final ElasticLoadBalancingV2Client balancers;

  /** Found at the first question: a task's deployment does not change. Empty: of no service. */
  private Optional<Own> own = Optional.empty();

  private boolean found;

  /** What ECS says of this task. */
  private record Own(String cluster, String service, String deployment) {}

  ServiceDeployment(EcsAgent agent, EcsClient ecs, ElasticLoadBalancingV2Client balancers) {
    this.agent = agent;
    this.ecs = ecs;
    this.balancers = balancers;
  }

  /** Asks ECS and the load balancer in the task's region, with the task's role. */
  static ServiceDeployment of(EcsAgent agent) {
    EcsClient ecs =
        EcsClient.builder()
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .overrideConfiguration(it -> it.apiCallTimeout(LIMIT))
            .build();
    ElasticLoadBalancingV2Client balancers =
        ElasticLoadBalancingV2Client.builder()
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .overrideConfiguration(it -> it.apiCallTimeout(LIMIT))
            .build();
    return new ServiceDeployment(agent, ecs, balancers);
  }

  /**
   * Whether another deployment is the service's newest, and as many of its tasks as it wants get
   * calls from each of the service's load balancers. Until then the old tasks are needed.
   *
   * @throws IOException when that cannot be learnt now; the message has the reason
   */
  @Override
  public boolean isReplaced() throws IOException {
    try {
      if (!found) {
        own = find();
        found = true;
        own.ifPresentOrElse(
            it -> log.info("This task is of {}.", it),
            () -> log.info("This task is of no service of ECS: no deployment can follow it."));
      }
      if (own.isEmpty()) {
        return false;
      }
      Own mine = own.get();
      Service service =
          ecs
              .describeServices(it -> it.cluster(mine.cluster()).services(mine.service()))
              .services()
              .stream()
              .findFirst()
              .orElseThrow(() -> new IOException("ECS knows no service " + mine.service()));
      Optional<Deployment> newest =
          service.deployments().stream().filter(it -> "PRIMARY".equals(it.status())).findFirst();
      if (newest.isEmpty() || newest.get().id().equals(mine.deployment())) {
        return false;
      }
      int wanted = newest.get().desiredCount();
      if (wanted == 0 || newest.get().runningCount() < wanted) {
        return false;
      }
      Set<String> addresses = addresses(mine.cluster(), newest.get().id());
      for (LoadBalancer balancer : service.loadBalancers()) {
        if (healthy(balancer.targetGroupArn(), addresses) < wanted) {
          return false;
        }
      }
      return true;
    } catch (SdkException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private Optional<Own> find() throws IOException {
    EcsAgent.Task task =
        agent.task().orElseThrow(() -> new IOException("no ECS runs this container"));
    Task known =
        ecs.describeTasks(it -> it.cluster(task.cluster()).tasks(task.arn())).tasks().stream()
            .findFirst()
            .orElseThrow(() -> new IOException("ECS does not know the task " + task.arn()));
    return known.group() != null && known.group().startsWith(OF_SERVICE)
        ? Optional.of(
            new Own(
                task.cluster(), known.group().substring(OF_SERVICE.length()), known.startedBy()))
        : Optional.empty();
  }

  /** The addresses of a deployment's tasks. */
  private Set<String> addresses(String cluster, String deployment) {
    Set<String> addresses = new HashSet<>();
    String next = null;
    do {
      String page = next;
      ListTasksResponse listed =
          ecs.listTasks(it -> it.cluster(cluster).startedBy(deployment).nextToken(page));
      if (listed.hasTaskArns() && !listed.taskArns().isEmpty()) { // a hundred at most, as is wanted
        List<String> arns = listed.taskArns();
        DescribeTasksResponse described = ecs.describeTasks(it -> it.cluster(cluster).tasks(arns));
        for (Task task : described.tasks()) {
          for (Attachment attachment : task.attachments()) {
            for (KeyValuePair detail : attachment.details()) {
              if (Set.of("privateIPv4Address", "privateIPv6Address").contains(detail.name())) {
                addresses.add(detail.value());
              }
            }
          }
        }
      }
      next = listed.nextToken();
    } while (next != null);
    return addresses;
  }

  /** How many targets at these addresses get calls. */
  private long healthy(String targetGroup, Set<String> addresses) {
    return balancers
        .describeTargetHealth(it -> it.targetGroupArn(targetGroup))
        .targetHealthDescriptions()
        .stream()
        .filter(it -> it.targetHealth().state() == TargetHealthStateEnum.HEALTHY)
        .filter(it -> addresses.contains(it.target().id()))
        .count();
  }

  @Override
  public void close() {
    ecs.close();
    balancers.close();
  }
}
