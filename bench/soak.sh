#!/usr/bin/env bash
# Calls through a Voice Connector for a long time, and whether heap, memory, file descriptors, sockets
# or threads grow.
# usage: bench/soak.sh [MINUTES [CALLS A SECOND]]
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need sipp sip-tester
need taskset util-linux
build_bench
run_bench org.carillon.bench.SoakBench "$SCRATCH" "$BENCH" "${1:-30}" "${2:-150}"
