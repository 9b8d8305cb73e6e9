# LocalStack in a container of one's own, for tests. To be sourced.

LOCALSTACK_IMAGE=${LOCALSTACK_IMAGE:-localstack/localstack:4.7}

# Starts it and points the AWS clients at it. Where no container engine answers it says so and fails.
start_localstack() {
  local engine
  for engine in docker podman; do
    if command -v "$engine" >/dev/null 2>&1 && "$engine" info >/dev/null 2>&1; then
      LOCALSTACK_ENGINE=$engine
      break
    fi
  done
  if [ -z "${LOCALSTACK_ENGINE:-}" ]; then
    echo "skipped: no container engine answers here (docker, podman), so LocalStack cannot run." >&2
    return 1
  fi
  LOCALSTACK_ID=$("$LOCALSTACK_ENGINE" run --detach --rm --publish 127.0.0.1::4566 "$LOCALSTACK_IMAGE")
  local port i
  port=$("$LOCALSTACK_ENGINE" port "$LOCALSTACK_ID" 4566/tcp | head -n 1 | sed 's/.*://')
  export AWS_ENDPOINT_URL="http://127.0.0.1:$port" AWS_REGION=us-east-1
  export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test
  for ((i = 0; i < 120; i++)); do
    if curl -fsS "$AWS_ENDPOINT_URL/_localstack/health" >/dev/null 2>&1; then
      echo "LocalStack: $AWS_ENDPOINT_URL" >&2
      return 0
    fi
    sleep 1
  done
  echo "LocalStack did not come up in two minutes; its last words:" >&2
  "$LOCALSTACK_ENGINE" logs "$LOCALSTACK_ID" 2>&1 | tail -n 20 >&2
  stop_localstack
  exit 1
}

stop_localstack() {
  "$LOCALSTACK_ENGINE" stop "$LOCALSTACK_ID" >/dev/null 2>&1 || true
}
