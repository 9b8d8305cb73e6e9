#!/usr/bin/env bash
# Calls a second through a Voice Connector on one processor, and processor time a call, beside
# Kamailio. Needs two processors and the Debian packages sip-tester and python3; kamailio for the
# peer, which is left out, and said to be, where it is not installed.
# usage: bench/trunk.sh [SECONDS [RATE,RATE,...]]
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need python3 python3
need sipp sip-tester
need taskset util-linux
[ "$(nproc)" -ge 2 ] || { echo "trunk.sh needs two processors." >&2 && exit 1; }
build_bench
run_bench org.carillon.bench.TrunkBench "$SCRATCH" "$BENCH" "${1:-10}" \
  "${2:-100,200,300,400,600,800,1000,1200,1500,2000}"
