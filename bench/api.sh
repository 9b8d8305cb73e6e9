#!/usr/bin/env bash
# How long signed API requests take over loopback, one and eight at a time.
# usage: bench/api.sh [REQUESTS]
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need python3 python3
build_bench
run_bench org.carillon.bench.ApiBench "$SCRATCH" "$BENCH/functions" "${1:-20000}"
