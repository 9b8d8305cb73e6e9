package org.carillon.media.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a task's deployment is replaced, by what ECS and the load balancer say (O10). */
@Timeout(60)
class ServiceDeploymentTest {

  private FakeService service;
  private EcsAgent agent;
  private ServiceDeployment deployment;

  @BeforeEach
  void open() throws Exception {
    service = new FakeService();
    agent = service.agent();
    deployment = service.deployment(agent);
  }

  @AfterEach
  void close() {
    deployment.close();
    agent.close();
    service.close();
  }

  @Test
  void theNewestDeploymentIsReplacedByNone() throws Exception {
    assertThat(deployment.isReplaced()).isFalse();
    assertThat(service.asked()).hasSize(2);
    assertThat(service.asked().get(0)).startsWith("DescribeTasks").contains(FakeService.TASK);
    assertThat(service.asked().get(1)).startsWith("DescribeServices").contains("\"nodes\"");

    deployment.isReplaced();
    assertThat(service.asked()).as("its own deployment is asked for once").hasSize(3);
  }

  @Test
  void aLaterOneReplacesItOnceAllItsTasksGetCalls() throws Exception {
    service.deploy("ecs-svc/2", 1);
    service.healthy("192.0.2.1", "192.0.2.2", "192.0.2.11");
    assertThat(deployment.isReplaced()).as("one of two new tasks runs").isFalse();

    service.deploy("ecs-svc/2", 2);
    assertThat(deployment.isReplaced()).as("both run, one gets calls").isFalse();

    service.healthy("192.0.2.11", "192.0.2.12");
    assertThat(deployment.isReplaced()).isTrue();
    assertThat(service.asked())
        .anySatisfy(it -> assertThat(it).startsWith("ListTasks").contains("ecs-svc/2"))
        .anySatisfy(it -> assertThat(it).contains("Action=DescribeTargetHealth"));

    service.deploy("ecs-svc/1", 2); // rolled back
    assertThat(deployment.isReplaced()).isFalse();
  }

  @Test
  void healthyOldTasksAreNotTakenForNewOnes() throws Exception {
    service.deploy("ecs-svc/2", 2);
    service.healthy("192.0.2.1", "192.0.2.2");

    assertThat(deployment.isReplaced()).isFalse();
  }

  @Test
  void aTaskOfNoServiceIsNeverReplaced() throws Exception {
    service.withoutService();
    service.deploy("ecs-svc/2", 2);

    assertThat(deployment.isReplaced()).isFalse();
    assertThat(deployment.isReplaced()).isFalse();
    assertThat(service.asked()).hasSize(1);
  }

  @Test
  void whatCannotBeLearntIsSaid() throws Exception {
    service.refuse(true);
    assertThatThrownBy(() -> deployment.isReplaced())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("slow down");

    service.refuse(false);
    assertThat(deployment.isReplaced()).isFalse();
  }

  @Test
  void outsideOfEcsThereIsNoTask() throws Exception {
    try (EcsAgent nobody = new EcsAgent(Map.of())) {
      assertThat(nobody.isThere()).isFalse();
      assertThat(nobody.task()).isEmpty();
    }
  }
}
