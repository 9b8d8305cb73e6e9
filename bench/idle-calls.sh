#!/usr/bin/env bash
# What an answered, silent call costs in heap.
# usage: bench/idle-calls.sh [CALLS [application|trunk]]
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need python3 python3
build_bench
calls=${1:-2000}
# up to four sockets a call
[ "$(ulimit -n)" = unlimited ] || [ "$(ulimit -n)" -gt $((4 * calls + 500)) ] ||
  ulimit -n $((4 * calls + 500))
run_bench org.carillon.bench.IdleCallsBench "$SCRATCH" "$BENCH/functions" "$calls" "${2:-application}"
