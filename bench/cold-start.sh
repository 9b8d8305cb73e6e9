#!/usr/bin/env bash
# The cold start of the API's Lambda function in a fresh JVM: the handler, its first request, and what
# priming before a snapshot (SnapStart) takes out of that request.
# usage: bench/cold-start.sh [RUNS]
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
build_bench
run_bench org.carillon.bench.ColdStart "$SCRATCH" "${1:-10}"
