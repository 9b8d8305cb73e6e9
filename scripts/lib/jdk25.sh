# Finds a JDK 25 or newer and sets JAVA_HOME to it. To be sourced.

# Prints the major version of the JDK in a folder, or nothing when there is no whole JDK.
jdk_major() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 0
  # The release file answers without starting a JVM.
  if [ -r "$1/release" ]; then
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
  else
    "$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1
  fi
}

# The folder of the java on the PATH, links followed.
jdk_on_path() {
  local java
  java=$(command -v java) || return 0
  while [ -L "$java" ]; do
    local target
    target=$(readlink "$java")
    case $target in
      /*) java=$target ;;
      *) java=$(dirname "$java")/$target ;;
    esac
  done
  dirname "$(dirname "$java")"
}

jdk_candidates() {
  [ -z "${JAVA_HOME:-}" ] || echo "$JAVA_HOME"
  jdk_on_path
  [ ! -x /usr/libexec/java_home ] || /usr/libexec/java_home -v 25 2>/dev/null || true
  ls -d /usr/lib/jvm/* /opt/java/* /opt/jdk* "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/* \
    "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home 2>/dev/null || true
}

find_jdk25() {
  local folder major
  while IFS= read -r folder; do
    major=$(jdk_major "$folder")
    if [ -n "$major" ] && [ "$major" -ge 25 ]; then
      export JAVA_HOME=$folder
      return 0
    fi
  done <<EOF
$(jdk_candidates)
EOF
  cat >&2 <<'EOF'
Carillon needs a JDK 25, and none was found (looked at JAVA_HOME, the PATH, /usr/lib/jvm and SDKMAN).
Get one, for example:
  Debian, Ubuntu   sudo apt-get install temurin-25-jdk    (from https://adoptium.net)
                   sudo apt-get install openjdk-25-jdk    (where the release has it)
  macOS            brew install openjdk@25
  SDKMAN           sdk install java 25-tem
Then try again, or set JAVA_HOME to its folder.
EOF
  return 1
}
