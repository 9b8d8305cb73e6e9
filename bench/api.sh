#!/usr/bin/env bash
# How long signed API requests take over loopback and how many a second are answered, on one
# connection and on several; with the embedded store, and with DynamoDB Local where Maven has it.
# usage: bench/api.sh [REQUESTS [embedded|dynamodb|both]]
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need python3 python3
build_bench
requests=${1:-20000}
store=${2:-both}

if [ "$store" != dynamodb ]; then
  run_bench org.carillon.bench.ApiBench "$SCRATCH" "$BENCH/functions" "$requests" embedded
fi
if [ "$store" != embedded ]; then
  if dynamodb_start; then
    run_bench org.carillon.bench.ApiBench "$SCRATCH" "$BENCH/functions" "$requests" dynamodb
  else
    echo "DynamoDB Local: SKIPPED, it does not start here. Its words are above."
  fi
fi
