# The pinned CDK command line. To be sourced, with CARILLON_HOME set.

# Installs what package-lock.json says, when it is not there.
ready_cdk() {
  if ! command -v npm >/dev/null 2>&1; then
    echo "Deploying needs Node.js 20 or newer with npm (https://nodejs.org)." >&2
    return 1
  fi
  if [ ! -x "$CARILLON_HOME/node_modules/.bin/cdk" ]; then
    (cd "$CARILLON_HOME" && npm ci --ignore-scripts --no-audit --no-fund >&2) || return 1
  fi
}

# cdk ARGUMENTS..., after ready_cdk
cdk() {
  (cd "$CARILLON_HOME" && node_modules/.bin/cdk "$@")
}
