package org.carillon.local;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.junit.jupiter.api.Test;

/** The house's arrows (design section 2) and a few habits, held for every module at once. */
class ArchitectureTest {
  private static final String OURS = "org.carillon..";
  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("org.carillon");

  @Test
  void theWholeHouseIsLookedAt() {
    assertThat(HOUSE.stream().map(JavaClass::getPackageName))
        .contains(
            "org.carillon.contract",
            "org.carillon.core.routing",
            "org.carillon.embedded",
            "org.carillon.aws",
            "org.carillon.functions.voiceapi",
            "org.carillon.media.sip",
            "org.carillon.media.rtp",
            "org.carillon.media.ivr",
            "org.carillon.media.node",
            "org.carillon.media.task",
            "org.carillon.local");
  }

  @Test
  void contractKnowsNothingOfOurs() {
    arrows("org.carillon.contract..").check(HOUSE);
  }

  @Test
  void coreKnowsTheContract() {
    arrows("org.carillon.core..", "org.carillon.contract..").check(HOUSE);
  }

  @Test
  void embeddedAdaptersKnowTheCore() {
    arrows("org.carillon.embedded..", "org.carillon.core..", "org.carillon.contract..")
        .check(HOUSE);
  }

  @Test
  void awsAdaptersKnowTheCore() {
    arrows("org.carillon.aws..", "org.carillon.core..", "org.carillon.contract..").check(HOUSE);
  }

  @Test
  void functionsKnowCoreAndContract() {
    arrows("org.carillon.functions..", "org.carillon.core..", "org.carillon.contract..")
        .check(HOUSE);
  }

  @Test
  void functionsDoNotKnowEachOther() {
    slices().matching("org.carillon.functions.(*)..").should().notDependOnEachOther().check(HOUSE);
  }

  @Test
  void sipKnowsNothingOfOurs() {
    arrows("org.carillon.media.sip..").check(HOUSE);
  }

  @Test
  void rtpKnowsNothingOfOurs() {
    arrows("org.carillon.media.rtp..").check(HOUSE);
  }

  @Test
  void ivrKnowsRtpAndCore() {
    arrows(
            "org.carillon.media.ivr..",
            "org.carillon.media.rtp..",
            "org.carillon.core..",
            "org.carillon.contract..")
        .check(HOUSE);
  }

  @Test
  void nodeKnowsMediaAndCore() {
    arrows(
            "org.carillon.media.node..",
            "org.carillon.media..",
            "org.carillon.core..",
            "org.carillon.contract..")
        .check(HOUSE);
  }

  @Test
  void theTaskKnowsItsNodeTheAwsAdaptersAndTheDispatchInItsOwnJvm() {
    arrows(
            "org.carillon.media.task..",
            "org.carillon.media..",
            "org.carillon.aws..",
            "org.carillon.functions.sipruledispatch..",
            "org.carillon.core..",
            "org.carillon.contract..")
        .check(HOUSE);
    noClasses()
        .that(not(resideInAnyPackage("org.carillon.media.task..")))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.carillon.media.task..")
        .check(HOUSE);
  }

  @Test
  void nodeDoesNotKnowTheAwsAdapters() {
    noClasses()
        .that(resideInAPackage("org.carillon.media.node.."))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.carillon.media.task..", "org.carillon.aws..")
        .check(HOUSE);
  }

  @Test
  void examplesKnowThePublicContractOnly() {
    arrows("org.carillon.examples..", "org.carillon.sma..").check(HOUSE);
  }

  @Test
  void theLibraryForAuthorsStandsAlone() {
    arrows("org.carillon.sma..").check(HOUSE);
  }

  @Test
  void nobodyKnowsLocal() {
    noClasses()
        .that(not(resideInAnyPackage("org.carillon.local..", "org.carillon.bench..")))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.carillon.local..")
        .check(HOUSE);
  }

  @Test
  void theChildRuntimeStandsAlone() {
    arrows("org.carillon.local.functions.child..").check(HOUSE);
  }

  @Test
  void coreAndContractCallNobody() {
    noClasses()
        .that(resideInAnyPackage("org.carillon.core..", "org.carillon.contract.."))
        .should()
        .dependOnClassesThat()
        .haveNameMatching("software\\.amazon\\.awssdk\\.services\\..*(Client|AsyncClient)")
        .check(HOUSE);
  }

  @Test
  void noCyclesBetweenPackagesOfTheCore() {
    slices().matching("org.carillon.core.(*)..").should().beFreeOfCycles().check(HOUSE);
  }

  @Test
  void noCyclesBetweenModules() {
    slices().matching("org.carillon.(*)..").should().beFreeOfCycles().check(HOUSE);
  }

  @Test
  void noCyclesBetweenMediaModules() {
    slices().matching("org.carillon.media.(*)..").should().beFreeOfCycles().check(HOUSE);
  }

  @Test
  void onlyCommandLinesPrint() {
    noClasses()
        .that(not(resideInAnyPackage("org.carillon.local..", "org.carillon.bench..")))
        .should(accessStandardStreams())
        .check(HOUSE);
  }

  @Test
  void namesSayWhatAClassIs() {
    classes()
        .that(resideInAPackage(OURS))
        .should()
        .haveSimpleNameNotEndingWith("Manager")
        .andShould()
        .haveSimpleNameNotEndingWith("Helper")
        .andShould()
        .haveSimpleNameNotEndingWith("Util")
        .andShould()
        .haveSimpleNameNotEndingWith("Utils")
        .andShould()
        .haveSimpleNameNotEndingWith("Impl")
        .check(HOUSE);
  }

  /** Classes of a module know, of all that is ours, only themselves and these. */
  private static ArchRule arrows(String module, String... others) {
    String[] allowed = new String[others.length + 1];
    allowed[0] = module;
    System.arraycopy(others, 0, allowed, 1, others.length);
    return noClasses()
        .that(resideInAPackage(module))
        .should()
        .dependOnClassesThat(
            resideInAPackage(OURS)
                .and(not(resideInAnyPackage(allowed)))
                .as("are ours and not of %s", String.join(", ", allowed)));
  }

  private static ArchCondition<JavaClass> accessStandardStreams() {
    return new ArchCondition<>("use System.out, System.err or printStackTrace") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        type.getFieldAccessesFromSelf().stream()
            .filter(access -> access.getTargetOwner().isEquivalentTo(System.class))
            .filter(access -> access.getTarget().getName().matches("out|err"))
            .forEach(
                access ->
                    events.add(SimpleConditionEvent.satisfied(access, access.getDescription())));
        type.getMethodCallsFromSelf().stream()
            .filter(ArchitectureTest::printsStackTrace)
            .forEach(
                call -> events.add(SimpleConditionEvent.satisfied(call, call.getDescription())));
      }
    };
  }

  private static boolean printsStackTrace(JavaCall<?> call) {
    return call.getTarget().getName().equals("printStackTrace")
        && call.getTargetOwner().isAssignableTo(Throwable.class)
        && call.getTarget().getRawParameterTypes().isEmpty();
  }
}
