# Runs a main class of a built Carillon. To be sourced after lib/jdk25.sh and lib/build.sh.

# Builds when a source is newer than what is built. CARILLON_SKIP_BUILD=1 takes what is there: for
# tests that a build runs, and for machines without Maven.
ready_to_run() {
  find_jdk25 || return 1
  if [ -n "${CARILLON_SKIP_BUILD:-}" ]; then
    if [ ! -f "$CARILLON_HOME/local/target/classpath" ]; then
      echo "CARILLON_SKIP_BUILD is set, but Carillon is not built. Run scripts/run-local without it." >&2
      return 1
    fi
    return 0
  fi
  is_built || build_carillon || return 1
}

# Replaces this shell by the JVM: run_main CLASS ARGUMENTS...
run_main() {
  # What of a call outlives one collection lives for seconds more: it is not to be moved again and again.
  local options=(--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -XX:MaxTenuringThreshold=1)
  # A cache of other jars is refused by the JVM, which then starts as without one.
  if [ -f "$CARILLON_AOT" ]; then
    options+=("-XX:AOTCache=$CARILLON_AOT" -Xlog:aot=off -Xlog:cds=off)
  fi
  # shellcheck disable=SC2086  # JAVA_OPTS is a list of options
  exec "$JAVA_HOME/bin/java" "${options[@]}" ${JAVA_OPTS:-} -cp "$(class_path)" "$@"
}
