package org.carillon.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.Tags;

/** All stacks of an installation, in the order in which they are deployed. */
final class CarillonStacks {

  private final List<Stack> all = new ArrayList<>();

  CarillonStacks(App app, Installation installation) {
    Region first = new Region(app, installation, installation.region(), "");
    KeysStack keys = add(new KeysStack(app, first.id("keys"), first.props("keys"), installation));
    DataStack firstData = region(first, keys, Optional.empty());
    installation
        .secondRegion()
        .ifPresent(
            name -> {
              Region second = new Region(app, installation, name, "-" + name);
              KeysStack replicas =
                  add(
                      new KeysStack(
                          app, second.id("keys"), second.props("keys"), installation, keys));
              firstData.addStackDependency(replicas);
              DataStack secondData = region(second, replicas, Optional.of(firstData.stores()));
              secondData.addStackDependency(firstData); // which makes the table's replica
            });
    Tags.of(app).add("carillon:stage", installation.stage());
    Tags.of(app).add("carillon:product", "carillon");
    all.forEach(Suppressions::apply);
  }

  /** Every stack. */
  List<Stack> all() {
    return List.copyOf(all);
  }

  private record Region(App app, Installation installation, String name, String suffix) {
    String id(String part) {
      return installation.prefix() + suffix + "-" + part;
    }

    StackProps props(String part) {
      Environment.Builder environment = Environment.builder().region(name);
      installation.account().ifPresent(environment::account);
      return StackProps.builder()
          .env(environment.build())
          .description("Carillon, " + part + " (stage " + installation.stage() + ")")
          .terminationProtection(
              installation.keepsData() && (part.equals("data") || part.equals("keys")))
          .crossRegionReferences(installation.secondRegion().isPresent())
          .tags(Map.of("carillon:part", part))
          .build();
    }
  }

  private DataStack region(Region region, KeysStack keys, Optional<Stores> firstRegion) {
    App app = region.app();
    Installation installation = region.installation();
    add(
        new RolesStack(
            app, region.id("roles"), region.props("roles"), installation, keys.dataKey()));
    DataStack data =
        add(
            new DataStack(
                app, region.id("data"), region.props("data"), installation, keys, firstRegion));
    ApiStack api =
        add(new ApiStack(app, region.id("api"), region.props("api"), installation, data));
    // without an image there are no nodes to run
    Optional<MediaStack> media =
        installation
            .imageTag()
            .map(
                tag ->
                    add(
                        new MediaStack(
                            app,
                            region.id("media"),
                            region.props("media"),
                            installation,
                            data,
                            tag)));
    add(
        new AnalyticsStack(
            app, region.id("analytics"), region.props("analytics"), installation, data));
    add(
        new ObservabilityStack(
            app,
            region.id("observability"),
            region.props("observability"),
            installation,
            data,
            api,
            media));
    return data;
  }

  private <S extends Stack> S add(S stack) {
    all.add(stack);
    return stack;
  }
}
