#!/usr/bin/env bash
# Feeds what strangers may send to every reader, led by coverage (Jazzer): SIP, SDP, RTP with RTCP
# and SRTP, locations (PIDF-LO) and recording metadata (SIPREC). Ends with the first input that
# breaks one, and says where it is.
#
#   bench/fuzz.sh [SECONDS]      600 by default, shared by the targets
set -euo pipefail

. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

SECONDS_IN_ALL=${1:-600}
VERSION=$(sed -n 's|.*<jazzer.version>\(.*\)</jazzer.version>.*|\1|p' "$CARILLON_HOME/pom.xml")
REPOSITORY=${MAVEN_REPOSITORY:-$HOME/.m2/repository}
FOLDER=$BENCH/target/fuzz
mkdir -p "$FOLDER"

for part in jazzer jazzer-api; do
  jar=$REPOSITORY/com/code-intelligence/$part/$VERSION/$part-$VERSION.jar
  [ -f "$jar" ] || run_maven -q dependency:get -Dtransitive=false \
    -Dartifact="com.code-intelligence:$part:$VERSION"
  JAZZER=${JAZZER:+$JAZZER:}$jar
done
# each module writes the class path of its own tests
run_maven -q -Djacoco.skip -pl layers/core,media/sip,media/rtp -am test-compile \
  dependency:build-classpath -Dmdep.outputFile=target/fuzz.classpath

# fuzz MODULE CLASS SEEDS; what takes memory without end is found by the heap's limit, since a heap
# without one grows beyond any limit of the process by itself
TARGETS=5
fuzz() {
  local module=$CARILLON_HOME/$1 target=$2 seeds=$3 corpus=$FOLDER/${2##*.}
  local classes=$module/target/classes:$module/target/test-classes
  mkdir -p "$corpus"
  echo "$target"
  (cd "$FOLDER" && "$JAVA_HOME/bin/java" -Xmx1g -XX:+EnableDynamicAgentLoading --enable-native-access=ALL-UNNAMED \
    -cp "$JAZZER:$classes:$(cat "$module/target/fuzz.classpath")" com.code_intelligence.jazzer.Jazzer \
    --cp="$classes" --target_class="$target" --instrumentation_includes='org.carillon.**' \
    --custom_hook_includes='org.carillon.**' -max_total_time=$((SECONDS_IN_ALL / TARGETS)) \
    -timeout=5 -rss_limit_mb=4096 -print_final_stats=1 "$corpus" ${seeds:+"$seeds"} 2>&1 |
    grep -E 'INITED|DONE|Exception|Error|ERROR|crash|stat::(number|new)|Test unit')
}

# without a document to begin with, the last two would not get beyond the first bracket
SIP_SEEDS=$CARILLON_HOME/media/sip/src/test/resources/mutations
fuzz media/sip org.carillon.media.sip.message.MessageFuzz "$SIP_SEEDS/messages"
fuzz media/sip org.carillon.media.sip.message.SessionFuzz "$SIP_SEEDS/sessions"
fuzz media/rtp org.carillon.media.rtp.PacketFuzz ""
fuzz layers/core org.carillon.core.emergency.LocationFuzz "$BENCH/seeds/locations"
fuzz layers/core org.carillon.core.siprec.RecordingFuzz "$BENCH/seeds/recordings"
