# The pinned CDK command line. To be sourced, with CARILLON_HOME set.

# Installs what package-lock.json says, when it is not there. Says so early when nothing here names
# credentials: the command line's own word comes after the build and speaks of accounts.
ready_cdk() {
  if ! command -v npm >/dev/null 2>&1; then
    echo "Deploying needs Node.js 22 or newer with npm (https://nodejs.org)." >&2
    return 1
  fi
  if [ ! -x "$CARILLON_HOME/node_modules/.bin/cdk" ]; then
    (cd "$CARILLON_HOME" && npm ci --ignore-scripts --no-audit --no-fund >&2) || return 1
  fi
  if [ -z "${AWS_PROFILE:-}${AWS_ACCESS_KEY_ID:-}${AWS_WEB_IDENTITY_TOKEN_FILE:-}" ] &&
    [ -z "${AWS_CONTAINER_CREDENTIALS_RELATIVE_URI:-}${AWS_CONTAINER_CREDENTIALS_FULL_URI:-}" ] &&
    [ ! -f "${HOME:-}/.aws/credentials" ] && [ ! -f "${HOME:-}/.aws/config" ]; then
    echo "No AWS credentials are set here (AWS_PROFILE, AWS_ACCESS_KEY_ID, ~/.aws): this works only on" \
      "a machine that has a role. \"aws configure\" sets them." >&2
  fi
}

# cdk ARGUMENTS..., after ready_cdk
cdk() {
  (cd "$CARILLON_HOME" && node_modules/.bin/cdk "$@")
}
