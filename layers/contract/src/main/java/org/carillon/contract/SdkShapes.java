package org.carillon.contract;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.SdkPojo;

/**
 * Finds the SDK's classes of shapes when they are first needed: loading all of them would cost the
 * start most of its time. The SDK names an operation's shapes after the operation, also where the
 * model has no input or output.
 */
final class SdkShapes {

  private static final Map<ApiOperation, Class<? extends SdkPojo>> REQUESTS =
      new ConcurrentHashMap<>();
  private static final Map<ApiOperation, Class<? extends SdkPojo>> RESPONSES =
      new ConcurrentHashMap<>();

  private static final ClassValue<MethodHandle> BUILDERS =
      new ClassValue<>() {
        @Override
        protected MethodHandle computeValue(Class<?> type) {
          try {
            return MethodHandles.publicLookup().unreflect(type.getMethod("builder"));
          } catch (ReflectiveOperationException none) {
            throw new IllegalArgumentException(type + " is no shape of the SDK", none);
          }
        }
      };

  private SdkShapes() {}

  static Class<? extends SdkPojo> request(ApiOperation operation) {
    return REQUESTS.computeIfAbsent(operation, it -> find(it.api(), it.name() + "Request"));
  }

  static Class<? extends SdkPojo> response(ApiOperation operation) {
    return RESPONSES.computeIfAbsent(operation, it -> find(it.api(), it.name() + "Response"));
  }

  /** A new builder of a shape; it is an {@link SdkPojo} that can be set and built. */
  static SdkPojo builder(Class<?> type) {
    try {
      return (SdkPojo) BUILDERS.get(type).invoke();
    } catch (RuntimeException | Error unchanged) {
      throw unchanged;
    } catch (Throwable checked) {
      throw new IllegalStateException(type + " gave no builder", checked);
    }
  }

  private static Class<? extends SdkPojo> find(Api api, String name) {
    try {
      return Class.forName(api.modelPackage() + "." + name).asSubclass(SdkPojo.class);
    } catch (ClassNotFoundException missing) {
      throw new IllegalStateException("the SDK has no class for " + name, missing);
    }
  }
}
