package org.carillon.local.functions.child;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.HashMap;
import java.util.Map;

/** Says what a handler's type variables stand for in the class that was named. */
final class GenericTypes {
  private GenericTypes() {}

  /**
   * @param type a parameter's or return type of {@code method}
   * @param concrete the class whose handler it is; {@code method} may be inherited
   * @return the type with a variable replaced; {@code Object} when nothing says what it stands for
   */
  static Type resolve(Type type, Method method, Class<?> concrete) {
    if (!(type instanceof TypeVariable<?>)) {
      return type;
    }
    Map<TypeVariable<?>, Type> known = new HashMap<>();
    for (Class<?> c = concrete; c != method.getDeclaringClass(); c = c.getSuperclass()) {
      if (c.getGenericSuperclass() instanceof ParameterizedType parent) {
        TypeVariable<?>[] variables = ((Class<?>) parent.getRawType()).getTypeParameters();
        for (int i = 0; i < variables.length; i++) {
          known.put(variables[i], parent.getActualTypeArguments()[i]);
        }
      }
    }
    Type resolved = type;
    while (resolved instanceof TypeVariable<?> variable && known.containsKey(variable)) {
      resolved = known.get(variable);
    }
    return resolved instanceof TypeVariable<?> ? Object.class : resolved;
  }
}
