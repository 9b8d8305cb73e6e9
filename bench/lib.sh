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
  # the program's own in front: its AOT cache takes a class path that begins as the one it is made for
  path=$(class_path):$(ls "$BENCH"/target/carillon-bench-*.jar | head -n 1)
  for jar in "$BENCH"/target/lib/*.jar; do
    path=$path:$jar
  done
  echo "$path"
}

# run_bench CLASS ARGUMENTS...: a main class of org.carillon.bench. SCRATCH is removed at the end.
run_bench() {
  CARILLON_AOT=$CARILLON_AOT "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -Dorg.slf4j.simpleLogger.defaultLogLevel=warn -cp "$(bench_class_path)" "$@"
}

# need PROGRAM PACKAGE: stops, and says what to install.
need() {
  command -v "$1" >/dev/null 2>&1 || {
    echo "$(basename "$0") needs $1 (Debian package $2)." >&2
    exit 1
  }
}

# The benchmarks, and the generator of packets in SCRATCH.
build_relay_bench() {
  local name
  name=$(basename "$0")
  need python3 python3
  need gcc gcc
  need taskset util-linux
  [ "$(nproc)" -ge 2 ] || { echo "$name needs two processors." >&2 && exit 1; }
  gcc -O2 -o "$SCRATCH/rtpgen" "$BENCH/rtp/rtpgen.c" -lsrtp2 || {
    echo "$name needs libsrtp2 (Debian package libsrtp2-dev)." >&2
    exit 1
  }
  build_bench
  ulimit -n "$(ulimit -Hn)"
}

# DynamoDB Local in memory on a free port, from the libraries of the tests of layers/aws. Sets
# AWS_ENDPOINT_URL_DYNAMODB; ended with the script.
dynamodb_start() {
  local list=$BENCH/target/dynamodb-classpath port i
  if [ ! -s "$list" ]; then
    echo "Looking up DynamoDB Local's libraries ..." >&2
    run_maven -q -Djacoco.skip -pl layers/aws -am -DskipTests test-compile \
      dependency:build-classpath "-Dmdep.outputFile=$list" -DincludeScope=test >&2 || return 1
  fi
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED \
    "-Dsqlite4java.library.path=$CARILLON_HOME/layers/aws/target/native-libraries" -cp "$(cat "$list")" \
    com.amazonaws.services.dynamodbv2.local.main.ServerRunner \
    -inMemory -disableTelemetry -port "$port" >"$SCRATCH/dynamodb.log" 2>&1 &
  DYNAMODB_PID=$!
  for ((i = 0; i < 100; i++)); do
    if (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      export AWS_ENDPOINT_URL_DYNAMODB=http://127.0.0.1:$port
      return 0
    fi
    kill -0 "$DYNAMODB_PID" 2>/dev/null || break
    sleep 0.2
  done
  tail -n 20 "$SCRATCH/dynamodb.log" >&2
  return 1
}

DYNAMODB_PID=
SCRATCH=$(mktemp -d)
trap '[ -z "$DYNAMODB_PID" ] || kill "$DYNAMODB_PID" 2>/dev/null; rm -rf "$SCRATCH"' EXIT
