#!/usr/bin/env bash
# How many calls the SIP stack holds at once, and what both legs of one take in heap, without media.
# usage: bench/held-calls.sh [CALLS]
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
build_bench
run_bench org.carillon.bench.HeldCallsBench "$SCRATCH" "${1:-100000}"
