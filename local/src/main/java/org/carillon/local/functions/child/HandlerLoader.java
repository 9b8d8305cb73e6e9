package org.carillon.local.functions.child;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the handler that {@code pkg.Class} or {@code pkg.Class::method} names, by Lambda's rules:
 * {@link RequestHandler}, {@link RequestStreamHandler}, or a method that takes the event (a map, a
 * list, a string, a POJO, an event class of aws-lambda-java-events) or two streams, and perhaps the
 * {@link Context}.
 */
public final class HandlerLoader {
  private final ClassLoader code;

  /**
   * @param code has the handler's classes
   */
  public HandlerLoader(ClassLoader code) {
    this.code = code;
  }

  /**
   * A handler that is there already: its {@code handleRequest}, events read as Lambda reads them.
   */
  public Handler of(Object handler) {
    try {
      return adapt(method(handler.getClass(), "handleRequest"), handler, handler.getClass());
    } catch (HandlerLoadException | IllegalAccessException e) {
      throw new IllegalArgumentException(handler.getClass() + " is no Lambda handler", e);
    }
  }

  /**
   * @throws HandlerLoadException when there is no such handler; the message names what was looked
   *     for
   */
  @SuppressWarnings("checkstyle:IllegalThrows")
  Handler load(String name) throws Throwable {
    int colons = name.indexOf("::");
    String className = colons < 0 ? name : name.substring(0, colons);
    Class<?> type;
    try {
      type = Class.forName(className, true, code);
    } catch (ClassNotFoundException e) {
      throw new HandlerLoadException(
          "java.lang.ClassNotFoundException", "Class not found: " + className);
    }
    Method method = method(type, colons < 0 ? "handleRequest" : name.substring(colons + 2));
    Object target = Modifier.isStatic(method.getModifiers()) ? null : instance(type);
    return adapt(method, target, type);
  }

  private static Object instance(Class<?> type) throws Throwable {
    try {
      var constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      return constructor.newInstance();
    } catch (NoSuchMethodException | InstantiationException e) {
      throw new HandlerLoadException(
          "java.lang.NoSuchMethodException", type.getName() + " has no zero-argument constructor");
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** Of several methods of one name, Lambda takes the one with a context, and most parameters. */
  private static Method method(Class<?> type, String name) throws HandlerLoadException {
    List<Method> found = new ArrayList<>();
    for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
      for (Method m : c.getDeclaredMethods()) {
        if (m.getName().equals(name) && !m.isBridge() && !m.isSynthetic() && fits(m)) {
          found.add(m);
        }
      }
    }
    Method best =
        found.stream()
            .max(
                Comparator.comparingInt((Method m) -> takesContext(m) ? 1 : 0)
                    .thenComparingInt(Method::getParameterCount))
            .orElseThrow(
                () ->
                    new HandlerLoadException(
                        "java.lang.NoSuchMethodException",
                        type.getName() + " has no method " + name + " that can be a handler"));
    best.setAccessible(true);
    return best;
  }

  private static boolean fits(Method m) {
    int count = m.getParameterCount() - (takesContext(m) ? 1 : 0);
    return count <= 1 || takesStreams(m);
  }

  private static boolean takesContext(Method m) {
    Class<?>[] types = m.getParameterTypes();
    return types.length > 0 && types[types.length - 1] == Context.class;
  }

  private static boolean takesStreams(Method m) {
    Class<?>[] types = m.getParameterTypes();
    int count = types.length - (takesContext(m) ? 1 : 0);
    return count == 2 && types[0] == InputStream.class && types[1] == OutputStream.class;
  }

  private Handler adapt(Method method, Object target, Class<?> type) throws IllegalAccessException {
    var invoker = MethodHandles.lookup().unreflect(method);
    var call = target == null ? invoker : invoker.bindTo(target);
    boolean context = takesContext(method);
    if (takesStreams(method)) {
      return (event, answer, c) ->
          call.invokeWithArguments(context ? List.of(event, answer, c) : List.of(event, answer));
    }
    int events = method.getParameterCount() - (context ? 1 : 0);
    PojoSerializer<Object> reader =
        events == 0
            ? null
            : serializer(GenericTypes.resolve(method.getGenericParameterTypes()[0], method, type));
    boolean silent = method.getReturnType() == void.class;
    PojoSerializer<Object> writer =
        silent
            ? null
            : serializer(GenericTypes.resolve(method.getGenericReturnType(), method, type));
    return (event, answer, c) -> {
      List<Object> arguments = new ArrayList<>();
      if (reader != null) {
        arguments.add(reader.fromJson(event));
      }
      if (context) {
        arguments.add(c);
      }
      Object value = call.invokeWithArguments(arguments);
      if (writer == null || value == null) {
        answer.write("null".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      } else {
        writer.toJson(value, answer);
      }
    };
  }

  @SuppressWarnings("unchecked")
  private PojoSerializer<Object> serializer(Type type) {
    if (type instanceof Class<?> c && LambdaEventSerializers.isLambdaSupportedEvent(c.getName())) {
      return (PojoSerializer<Object>) LambdaEventSerializers.serializerFor(c, code);
    }
    return type instanceof Class<?> c
        ? (PojoSerializer<Object>) JacksonFactory.getInstance().getSerializer(c)
        : JacksonFactory.getInstance().getSerializer(type);
  }

  /** The frames of a stack trace that are the customer's, as lines. */
  static List<String> stackTrace(Throwable error) {
    return Arrays.stream(error.getStackTrace())
        .takeWhile(frame -> !frame.getClassName().startsWith(HandlerLoader.class.getPackageName()))
        .filter(frame -> !frame.getClassName().startsWith("java.lang.invoke."))
        .limit(100)
        .map(StackTraceElement::toString)
        .toList();
  }
}
