# Where the test daemon lives; sourced by setup.sh and teardown.sh.
# Everything is under one folder of our own, so that neither a Docker of the machine nor its
# settings take part in a test, and `rm -rf` of that folder (after teardown.sh) removes it all.

cache=${HOPTIX_TEST_CACHE:-$HOME/.cache/hoptix-deploy-test}/docker
socket=$cache/docker.sock
pid_file=$cache/dockerd.pid
data_root=$cache/data
exec_root=$cache/run
export DOCKER_HOST=unix://$socket
export DOCKER_CONFIG=$cache/client

# A bridge per cache folder: two daemons on docker0 would give one address to two containers.
cache_number=$(($(printf %s "$cache" | cksum | cut -d' ' -f1) % 250 + 1))
bridge=hoptix$cache_number
bridge_address=172.30.$cache_number.1/24
bridge_mac=$(printf '02:42:ac:1e:%02x:01' "$cache_number") # the same in figures, as Docker makes its own

docker() { /usr/bin/docker "$@"; }

# The pid file may outlive a restart of the machine, when its number belongs to a stranger.
our_daemon_pid() {
  local pid
  pid=$(cat "$pid_file" 2>/dev/null) || return 1
  tr '\0' '\n' 2>/dev/null <"/proc/$pid/cmdline" | grep -qxF -- "$data_root" && echo "$pid"
}

take_lock() {
  mkdir -p "$cache"
  exec 9>"$cache/setup.lock"
  flock 9
}
