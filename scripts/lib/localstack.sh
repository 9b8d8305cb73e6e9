# LocalStack in a container, for tests: Testcontainers starts it (profile localstack of layers/aws).
# To be sourced.

# Finds the container engine that Testcontainers is to use. Where none answers it says so and fails.
find_container_engine() {
  if command -v docker >/dev/null 2>&1 && docker info >/dev/null 2>&1; then
    return 0 # Testcontainers finds it by itself
  fi
  local socket
  if command -v podman >/dev/null 2>&1 &&
    socket=$(podman info --format '{{.Host.RemoteSocket.Path}}' 2>/dev/null) && [ -n "$socket" ]; then
    # it speaks Docker's language there; Testcontainers' own caretaker wants more rights than it has
    export DOCKER_HOST=${DOCKER_HOST:-unix://${socket#unix://}}
    export TESTCONTAINERS_RYUK_DISABLED=${TESTCONTAINERS_RYUK_DISABLED:-true}
    return 0
  fi
  echo "skipped: no container engine answers here (docker, podman), so LocalStack cannot run." >&2
  return 1
}
