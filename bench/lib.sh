# What the benchmarks of this folder share. To be sourced; sets CARILLON_HOME, BENCH and SCRATCH.

CARILLON_HOME=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
BENCH=$CARILLON_HOME/bench
. "$CARILLON_HOME/scripts/lib/jdk25.sh"
. "$CARILLON_HOME/scripts/lib/build.sh"
find_jdk25

# The program as scripts/run-local builds it, and the benchmarks beside it.
build_bench() {
  is_built || build_carillon
  local built=$BENCH/target/built
  if [ ! -f "$built" ] || [ "$CARILLON_BUILT" -nt "$built" ] ||
    [ -n "$(find "$BENCH/src" "$BENCH/pom.xml" -newer "$built" -type f | head -n 1)" ]; then
    echo "Building the benchmarks ..." >&2
    run_maven -q -DskipTests -Djacoco.skip -pl bench -am package >&2
    # the same jars as before, written anew: the program itself is still up to date
    touch "$CARILLON_BUILT" "$built"
    [ ! -f "${CARILLON_AOT:-}" ] || build_aot_cache
  fi
}

bench_class_path() {
  local jar path
  path=$(ls "$BENCH"/target/carillon-bench-*.jar | head -n 1)
  for jar in "$BENCH"/target/lib/*.jar; do
    path=$path:$jar
  done
  echo "$path:$(class_path)"
}

# run_bench CLASS ARGUMENTS...: a main class of org.carillon.bench. SCRATCH is removed at the end.
run_bench() {
  "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -Dorg.slf4j.simpleLogger.defaultLogLevel=warn -cp "$(bench_class_path)" "$@"
}

# need PROGRAM PACKAGE: stops, and says what to install.
need() {
  command -v "$1" >/dev/null 2>&1 || {
    echo "$(basename "$0") needs $1 (Debian package $2)." >&2
    exit 1
  }
}

SCRATCH=$(mktemp -d)
trap 'rm -rf "$SCRATCH"' EXIT
