#!/usr/bin/env bash
# What it costs a relayed call that somebody listens to it, as a recording does: processor time a packet
# with a listener in each call and without, on one core. Needs what rtp-relay.sh needs.
# usage: bench/forking.sh [STREAMS [SECONDS [RATE,RATE,...]]]
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
build_relay_bench
echo "# $(nproc) processors, load average at start: $(cat /proc/loadavg)"
for forked in false true; do
  echo "Somebody listens: $forked"
  BENCH_WITHOUT_PEER=1 python3 "$BENCH/rtp/measure.py" "$SCRATCH/rtpgen" "$SCRATCH" "${1:-1000}" "${2:-8}" \
    "${3:-20000,30000,40000}" plain \
    "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED -Xmx1g -XX:+UseSerialGC "-Dbench.forked=$forked" \
    -Dorg.slf4j.simpleLogger.defaultLogLevel=warn -cp "$(bench_class_path)" org.carillon.bench.RtpRelay
done
