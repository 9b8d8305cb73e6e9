#!/usr/bin/env bash
# Legs that one processor mixes in conferences of ten, every phone talking all the time: real RTP over
# loopback, 20 ms packets both ways. The other processor has the phones.
# usage: bench/mixing.sh [SECONDS [LEGS,LEGS,... [LEGS OF A CONFERENCE]]]
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need taskset util-linux
[ "$(nproc)" -ge 2 ] || { echo "mixing.sh needs two processors." >&2 && exit 1; }
build_bench
ulimit -n "$(ulimit -Hn)"
taskset -c 1 "$JAVA_HOME/bin/java" -Xmx2g -XX:+UseSerialGC \
  -Dorg.slf4j.simpleLogger.defaultLogLevel=warn -cp "$(bench_class_path)" \
  org.carillon.bench.MixingBench "$SCRATCH" "${1:-20}" "${2:-250,500,1000,1250,1500}" "${3:-10}" \
  taskset -c 0 "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED -Xmx1g -XX:+UseSerialGC \
  -Dorg.slf4j.simpleLogger.defaultLogLevel=warn -cp "$(bench_class_path)"
