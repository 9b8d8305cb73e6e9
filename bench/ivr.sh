#!/usr/bin/env bash
# Callers in a menu, real RTP over loopback: the first packet of a key (RFC 4733) to the function, the
# function's answer to the first packet of the next prompt, how evenly packets leave; and calls with a
# playing prompt on one processor, until packets are late.
# usage: bench/ivr.sh [MINUTES [CALLS [PROMPTS,PROMPTS,...]]]
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need python3 python3
need taskset util-linux
[ "$(nproc)" -ge 2 ] || { echo "ivr.sh needs two processors." >&2 && exit 1; }
build_bench
ulimit -n "$(ulimit -Hn)"
run_bench org.carillon.bench.IvrBench "$SCRATCH" "$BENCH/functions" "${1:-10}" "${2:-1000}" \
  "${3:-500,1000,1500,2000,3000,4000}"
