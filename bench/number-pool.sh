#!/usr/bin/env bash
# A large pool of numbers: import of a CSV list, searches before and after, orders of 500, a long
# inventory by pages.
# usage: bench/number-pool.sh [ROWS [INVENTORY]]
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
build_bench
run_bench org.carillon.bench.NumberPoolBench "$SCRATCH" "${1:-10000000}" "${2:-100000}"
