# Makes the image of the media node and pushes it, without a container engine. To be sourced with
# CARILLON_HOME set.

# What the node and its libraries need of the JDK.
IMAGE_MODULES=java.base,java.desktop,java.logging,java.management,java.naming,java.net.http
IMAGE_MODULES=$IMAGE_MODULES,java.security.jgss,java.sql,java.xml,jdk.httpserver,jdk.unsupported,jdk.zipfs

# The C library of the image is this machine's, and so is the Java runtime.
can_make_image() {
  [ "$(uname -s)" = Linux ] && [ "$(uname -m)" = x86_64 ] && [ -e /lib64/ld-linux-x86-64.so.2 ]
}

# make_image STAGE OUT, after lib/jdk25.sh and with jars, which lists the jars of a module: writes OUT/media-image.tar, and OUT/media-image.tag with the tag that names its
# content. STAGE has the layers then.
make_image() {
  local stage=$1 out=$2 jar
  rm -rf "$stage"
  mkdir -p "$stage/system" "$stage/java/opt" "$stage/libraries/opt/carillon/lib" \
    "$stage/program/opt/carillon/lib"
  image_system "$stage/system"
  "$JAVA_HOME/bin/jlink" --add-modules "$IMAGE_MODULES" --strip-debug --no-header-files --no-man-pages \
    --output "$stage/java/opt/java"
  # windows and sound cards, which would want more libraries
  rm -f "$stage"/java/opt/java/lib/{libawt_xawt,libjawt,libsplashscreen,libjsound}.so
  jars media/task | while IFS= read -r jar; do
    case $(basename "$jar") in
      carillon-*) cp "$jar" "$stage/program/opt/carillon/lib/" ;;
      *) cp "$jar" "$stage/libraries/opt/carillon/lib/" ;;
    esac
  done
  # Packets go before the compiler: with one processor it would take half of it for seconds.
  # The JVM warns that priorities may need permission; to give way needs none.
  # What of a call outlives one collection lives for seconds more: it is not to be moved again and again.
  cat >"$stage/program/opt/carillon/options" <<'EOF'
/opt/java/bin/java
-XX:MaxRAMPercentage=70
-XX:+ExitOnOutOfMemoryError
-XX:ThreadPriorityPolicy=1
-XX:CompilerThreadPriority=10
-XX:MaxTenuringThreshold=1
--enable-native-access=ALL-UNNAMED
--sun-misc-unsafe-memory-access=allow
-Djava.awt.headless=true
-Dsun.net.httpserver.nodelay=true
-cp
/opt/carillon/lib/*
org.carillon.media.task.Main
EOF
  local tag tool
  tag=$(cd "$stage" && find . -type f | LC_ALL=C sort | xargs sha256sum | sha256sum | cut -c1-16)
  tool=$(jars media/image | paste -sd:)
  "$JAVA_HOME/bin/java" -cp "$tool" org.carillon.media.image.Main write \
    "$out/media-image.tar" "carillon-node:$tag" \
    "$stage/system" "$stage/java" "$stage/libraries" "$stage/program"
  echo "$tag" >"$out/media-image.tag"
}

# push_image OUT OUTPUTS: to the repository of each data stack, one a region, in the outputs of cdk.
push_image() {
  local out=$1 repository repositories
  repositories=$(sed -n 's/.*"ImageRepository": *"\([^"]*\)".*/\1/p' "$2")
  if [ -z "$repositories" ]; then
    echo "The data stack has no repository for the media node's image." >&2
    return 1
  fi
  . "$CARILLON_HOME/scripts/lib/jdk25.sh"
  find_jdk25 || return 1
  for repository in $repositories; do
    echo "Pushing the media node's image to $repository ..." >&2
    "$JAVA_HOME/bin/java" -cp "$CARILLON_HOME/media/image/target/*:$CARILLON_HOME/media/image/target/dependency/*" \
      org.carillon.media.image.Main push "$out/media-image.tar" "$repository" "$(cat "$out/media-image.tag")"
  done
}

# The C library, with its terms, and the few files it reads.
image_system() {
  local root=$1 name file
  mkdir -p "$root/lib64" "$root/lib/x86_64-linux-gnu" "$root/etc" "$root/usr/share/doc/libc6"
  cp -L /lib64/ld-linux-x86-64.so.2 "$root/lib64/"
  for name in libc.so.6 libm.so.6 libdl.so.2 libpthread.so.0 librt.so.1 libresolv.so.2; do
    file=$(ldconfig_path "$name") || return 1
    cp -L "$file" "$root/lib/x86_64-linux-gnu/"
  done
  [ ! -r /usr/share/doc/libc6/copyright ] || cp -L /usr/share/doc/libc6/copyright "$root/usr/share/doc/libc6/"
  echo 'carillon:x:10001:10001::/tmp:/sbin/nologin' >"$root/etc/passwd"
  echo 'carillon:x:10001:' >"$root/etc/group"
  echo 'hosts: files dns' >"$root/etc/nsswitch.conf"
}

ldconfig_path() {
  local folder
  for folder in /lib/x86_64-linux-gnu /lib64 /usr/lib64 /usr/lib; do
    [ ! -e "$folder/$1" ] || { echo "$folder/$1"; return 0; }
  done
  echo "The C library's $1 is not found, so the image of the media node cannot be made." >&2
  return 1
}
