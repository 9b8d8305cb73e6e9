#!/usr/bin/env bash
# RTP packets a second that one core relays within 20 ms, in clear and as SRTP on both sides, beside
# rtpengine in userspace. Needs two processors and the Debian packages gcc, libsrtp2-dev and python3;
# rtpengine-daemon for the peer, which is left out, and said to be, where it is not installed.
# usage: bench/rtp-relay.sh [STREAMS [SECONDS [RATE,RATE,... [plain|srtp|both]]]]
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
build_relay_bench
streams=${1:-3000}
seconds=${2:-8}
rates=${3:-40000,60000,70000,80000,90000,100000,120000,140000,160000,180000,200000}
echo "# $(nproc) processors, load average at start: $(cat /proc/loadavg)"
for mode in plain srtp; do
  [ "${4:-both}" = both ] || [ "$4" = "$mode" ] || continue
  python3 "$BENCH/rtp/measure.py" "$SCRATCH/rtpgen" "$SCRATCH" "$streams" "$seconds" "$rates" "$mode" \
    "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED -Xmx1g -XX:+UseSerialGC \
    -Dorg.slf4j.simpleLogger.defaultLogLevel=warn -cp "$(bench_class_path)" org.carillon.bench.RtpRelay
done
