#!/usr/bin/env bash
# The micro benchmarks, on JMH.
# usage: bench/micro.sh [JMH OPTIONS AND PATTERNS, in place of the ones below]
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
build_bench
cd "$SCRATCH"
[ $# -gt 0 ] || set -- -f 1 -wi 3 -w 2 -i 5 -r 2
run_bench org.openjdk.jmh.Main -jvmArgsAppend \
  "--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow" "$@"
