#!/usr/bin/env bash
# What an answered, silent call costs in heap.
# usage: bench/idle-calls.sh [CALLS]
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need python3 python3
build_bench
calls=${1:-2000}
# two sockets a call
[ "$(ulimit -n)" = unlimited ] || [ "$(ulimit -n)" -gt $((2 * calls + 500)) ] ||
  ulimit -n $((2 * calls + 500))
run_bench org.carillon.bench.IdleCallsBench "$SCRATCH" "$BENCH/functions" "$calls"
