package org.carillon.infra;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What code can come to run once a handler does, by its bytecode: calls are followed into our own
 * classes, a call of an interface into all that implement it, and what the JDK or a library may
 * call back is followed when an object of it is made. So nothing that can be called is left out,
 * and a little too much may be in.
 */
final class Reach {

  /** Opens all ports and starts their threads; what those do counts where a port is called. */
  private static final String OPENING = "org.carillon.aws.AwsPorts";

  /** What a call of the port makes a thread of the adapter do. */
  private static final String STREAM = "org.carillon.aws.SqsEventStream";

  private static final JavaClasses OF_FUNCTIONS =
      new ClassFileImporter()
          .importPackages("org.carillon.core", "org.carillon.aws", "org.carillon.functions");

  /** A node has what implements the core's questions in its own JVM. */
  private static final JavaClasses OF_NODES =
      new ClassFileImporter()
          .importPackages(
              "org.carillon.core",
              "org.carillon.aws",
              "org.carillon.functions.sipruledispatch",
              "org.carillon.media");

  private final JavaClasses ours;
  private final Set<JavaCodeUnit> units = new LinkedHashSet<>();
  private final Set<String> outside = new TreeSet<>();
  private final Set<JavaClass> made = new HashSet<>();
  private final Deque<JavaCodeUnit> open = new ArrayDeque<>();

  private Reach(JavaClasses ours) {
    this.ours = ours;
  }

  /** What the media node reaches. */
  static Reach ofNode() {
    return of(NodeSpec.MAIN, OF_NODES);
  }

  /** What the handler reaches: its public constructor without parameters and its methods. */
  static Reach of(String handlerClass) {
    return of(handlerClass, OF_FUNCTIONS);
  }

  private static Reach of(String handlerClass, JavaClasses ours) {
    Reach reach = new Reach(ours);
    JavaClass handler = ours.get(handlerClass);
    reach.make(handler);
    handler.getConstructors().stream()
        .filter(unit -> unit.getRawParameterTypes().isEmpty())
        .forEach(reach::enter);
    handler.getMethods().stream()
        .filter(unit -> unit.getModifiers().contains(JavaModifier.PUBLIC))
        .forEach(reach::enter);
    reach.walk();
    return reach;
  }

  /** Calls of clients of the AWS SDK, such as {@code sqs.sendMessageBatch}. */
  Set<String> clientCalls() {
    Set<String> calls = new TreeSet<>();
    for (String target : outside) {
      if (target.startsWith("software.amazon.awssdk.services.")) {
        String[] parts = target.split("[.#]");
        if (parts[parts.length - 2].endsWith("Client")
            && !IGNORED.contains(parts[parts.length - 1])) {
          calls.add(parts[4] + "." + parts[parts.length - 1]);
        }
      }
    }
    return calls;
  }

  /** Methods of clients that ask nobody. */
  private static final Set<String> IGNORED =
      Set.of("builder", "close", "create", "serviceClientConfiguration");

  /** The classes of ours that take part. */
  Set<String> classes() {
    Set<String> names = new TreeSet<>();
    units.forEach(unit -> names.add(unit.getOwner().getName()));
    return names;
  }

  private void walk() {
    while (!open.isEmpty()) {
      JavaCodeUnit unit = open.pop();
      unit.getCallsFromSelf().forEach(call -> follow(call.getTarget()));
      unit.getCodeUnitReferencesFromSelf().forEach(ref -> follow(ref.getTarget()));
      if (unit.getOwner().getName().equals(STREAM) && unit.getName().equals("append")) {
        unit.getOwner().getMethods().stream()
            .filter(method -> method.getName().equals("send"))
            .forEach(this::enter);
      }
    }
  }

  private void follow(AccessTarget.CodeUnitAccessTarget target) {
    String owner = target.getOwner().getName();
    if (!ours.contain(owner) || owner.startsWith(OPENING)) {
      outside.add(owner + "#" + target.getName());
      return;
    }
    JavaClass called = ours.get(owner);
    if (target.getName().equals("<init>")) {
      make(called);
    }
    // a class's static part runs when the class is first used
    called.getStaticInitializer().ifPresent(this::enter);
    List<String> parameters =
        target.getRawParameterTypes().stream().map(JavaClass::getName).toList();
    for (JavaClass type : candidates(called)) {
      for (JavaCodeUnit unit : type.getCodeUnits()) {
        if (unit.getName().equals(target.getName()) && names(unit).equals(parameters)) {
          enter(unit);
        }
      }
    }
  }

  private static List<String> names(JavaCodeUnit unit) {
    return unit.getRawParameterTypes().stream().map(JavaClass::getName).toList();
  }

  private Set<JavaClass> candidates(JavaClass called) {
    Set<JavaClass> all = new LinkedHashSet<>();
    all.add(called);
    all.addAll(called.getAllSubclasses());
    all.addAll(called.getAllRawSuperclasses());
    all.addAll(called.getAllRawInterfaces());
    return all;
  }

  /** Whoever gets an object may call what it has of interfaces that are not ours. */
  private void make(JavaClass type) {
    if (!made.add(type)) {
      return;
    }
    Set<String> foreign = new HashSet<>();
    Set<JavaClass> above = new HashSet<>(type.getAllRawInterfaces());
    above.addAll(type.getAllRawSuperclasses());
    above.stream()
        .filter(it -> !ours.contain(it.getName()))
        .forEach(it -> it.getMethods().forEach(method -> foreign.add(method.getName())));
    type.getMethods().stream().filter(it -> foreign.contains(it.getName())).forEach(this::enter);
  }

  private void enter(JavaCodeUnit unit) {
    if (units.add(unit)) {
      open.push(unit);
    }
  }
}
