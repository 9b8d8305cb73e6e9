# Builds what is not built. To be sourced after lib/jdk25.sh, with CARILLON_HOME set.

# What the JVM loads at start, remembered. Made by build_aot_cache, used by lib/run.sh.
CARILLON_AOT="$CARILLON_HOME/local/target/carillon.aot"

find_maven() {
  if ! command -v mvn >/dev/null 2>&1; then
    cat >&2 <<'EOF'
Carillon is built with Maven, and there is no mvn on the PATH.
  Debian, Ubuntu   sudo apt-get install maven
  macOS            brew install maven
  SDKMAN           sdk install maven
EOF
    return 1
  fi
}

# Runs Maven in the checkout; its own warnings about its libraries on a new JDK are left out.
run_maven() {
  (
    cd "$CARILLON_HOME"
    MAVEN_OPTS="${MAVEN_OPTS:-} --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow" \
      mvn -B "$@"
  )
}

# What run-local starts from. Newer than every source when it is up to date.
CARILLON_BUILT="$CARILLON_HOME/local/target/built"

is_built() {
  [ -f "$CARILLON_BUILT" ] || return 1
  local changed
  changed=$(
    cd "$CARILLON_HOME"
    find pom.xml layers functions media local examples \
      \( -name target -o -name node_modules \) -prune -o \
      \( -path '*/src/main/*' -o -name pom.xml \) -type f -newer "$CARILLON_BUILT" -print |
      head -n 1
  )
  [ -z "$changed" ]
}

# Runs Maven without tests. Shows which module is at work, and all of Maven's words when something fails.
run_maven_shown() {
  local words started=$SECONDS
  words=$(mktemp)
  if run_maven -DskipTests -Djacoco.skip "$@" 2>&1 |
    tee "$words" |
    awk '/^\[INFO\] Building Carillon/ { sub(/^\[INFO\] Building /, ""); print "  " $0; fflush() }' >&2 &&
    [ "${PIPESTATUS[0]}" -eq 0 ] && grep -q 'BUILD SUCCESS' "$words"; then
    rm -f "$words"
  else
    if grep -q '^\[ERROR\]' "$words"; then
      grep -v '^\[INFO\]' "$words" | tail -n 60 >&2
    else # Maven itself was ended
      tail -n 10 "$words" >&2
    fi
    echo "The build failed; all its words are in $words" >&2
    return 1
  fi
  echo "Built in $((SECONDS - started)) s." >&2
}

build_carillon() {
  find_maven || return 1
  echo "Building Carillon (a few minutes the first time, while Maven fetches libraries) ..." >&2
  run_maven_shown -pl local -am package || return 1
  touch "$CARILLON_BUILT"
  build_aot_cache
}

# A start that is watched gives the next ones a cache of what it loaded (JDK 25, JEP 514): the ready
# line comes in less than half the time, and the compiler needs less for calls. Without it everything
# works as well, so it may fail.
build_aot_cache() {
  local scratch
  scratch=$(mktemp -d)
  echo "Preparing quick starts (half a minute) ..." >&2
  rm -f "$CARILLON_AOT"
  if "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED \
    --sun-misc-unsafe-memory-access=allow "-XX:AOTCacheOutput=$CARILLON_AOT" \
    -cp "$(class_path)" org.carillon.local.demo.TrainingRun \
    "$CARILLON_HOME/examples" "$scratch/demo.wav" \
    >"$scratch/words" 2>&1 && [ -f "$CARILLON_AOT" ]; then
    echo "Done." >&2
  else
    rm -f "$CARILLON_AOT"
    echo "That did not work; starts take a second or two longer. The last words were:" >&2
    tail -n 5 "$scratch/words" >&2
  fi
  rm -rf "$scratch"
}

# The class path of a built Carillon. Jars only, always in one order: the AOT cache depends on it.
class_path() {
  local target="$CARILLON_HOME/local/target" list jars
  list=$(cat "$target/classpath")
  jars=("$target"/carillon-local-*.jar)
  echo "${jars[0]}:$target/${list//:/:$target/}"
}

# Builds the CDK app when a source of it is newer than what is built.
build_infra() {
  local built="$CARILLON_HOME/infra/target/built"
  if [ -n "${CARILLON_SKIP_BUILD:-}" ] || { [ -f "$built" ] &&
    [ -z "$(find "$CARILLON_HOME/infra/src/main" "$CARILLON_HOME/infra/pom.xml" "$CARILLON_HOME/pom.xml" -type f -newer "$built" -print | head -n 1)" ]; }; then
    return 0
  fi
  find_maven || return 1
  echo "Building the CDK app ..." >&2
  run_maven_shown -pl infra -am package || return 1
  touch "$built"
}
