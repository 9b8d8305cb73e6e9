#!/usr/bin/env bash
# INVITE to 200 OK with a function that is running already: in Python, in Java, and one that costs
# nothing.
# usage: bench/call-setup.sh [CALLS]
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need python3 python3
build_bench
run_bench org.carillon.bench.CallSetupBench "$SCRATCH" "$BENCH/functions" "${1:-2000}"
