#!/usr/bin/env bash
# From the start of the JVM to the ready line: on a new data folder and on one that was there, with
# and without the AOT cache that the build makes.
# usage: bench/startup.sh [RUNS]
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
runs=${1:-10}
is_built || build_carillon
CLASS_PATH=$(class_path)

# start_once DATA OPTIONS...: milliseconds from the fork to the ready line
start_once() {
  local data=$1 line began ended
  shift
  began=${EPOCHREALTIME/./}
  coproc RUN { exec "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED \
    --sun-misc-unsafe-memory-access=allow "$@" -cp "$CLASS_PATH" org.carillon.local.Main \
    --api-port 0 --sip-port 0 --rtp-ports 0-0 --data "$data" 2>"$SCRATCH/words"; }
  local pid=$RUN_PID
  while IFS= read -r line <&"${RUN[0]}"; do
    case $line in "carillon is ready"*) break ;; esac
  done
  ended=${EPOCHREALTIME/./}
  case ${line:-} in
    "carillon is ready"*) ;;
    *)
      cat "$SCRATCH/words" >&2
      return 1
      ;;
  esac
  kill "$pid"
  wait "$pid" || true
  echo $(((ended - began) / 1000))
}

# measure NAME KIND OPTIONS...: KIND new takes a new data folder each time
measure() {
  local name=$1 kind=$2 i data=$SCRATCH/kept
  shift 2
  start_once "$data" "$@" >/dev/null 2>&1
  for ((i = 0; i < runs; i++)); do
    [ "$kind" != new ] || data=$SCRATCH/new-$i
    start_once "$data" "$@" 2>/dev/null
    [ "$kind" != new ] || rm -rf "$data"
  done | sort -n | awk -v name="$name" '
    { v[NR] = $1 }
    END {
      printf "%-44s n=%d median=%d ms min=%d ms max=%d ms\n", name, NR, v[int((NR + 1) / 2)], v[1], v[NR]
    }'
}

echo "# $(nproc) processors, load average at start: $(cat /proc/loadavg 2>/dev/null || uptime)"
measure "new data folder, no AOT cache" new
measure "later start, no AOT cache" kept
if [ -f "${CARILLON_AOT:-}" ]; then
  quiet=("-XX:AOTCache=$CARILLON_AOT" -Xlog:aot=off -Xlog:cds=off)
  measure "new data folder, AOT cache" new "${quiet[@]}"
  measure "later start, AOT cache" kept "${quiet[@]}"
else
  echo "AOT cache: SKIPPED, the build made none."
fi
