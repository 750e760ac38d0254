# Starts our own dockerd; sourced by setup.sh.

# Docker's containers must not send larger packets than the machine's own interface takes.
default_mtu() {
  local interface
  interface=$(ip -o route show default | sed -n 's/.* dev \([^ ]*\).*/\1/p' | head -n 1)
  cat "/sys/class/net/${interface:-lo}/mtu"
}

# A bridge without an address of its own takes the lowest one of its cables, so a container that comes or
# goes can change it: what the others send to the old one is dropped until they ask again, some 10 seconds later.
create_bridge() {
  ip link show "$bridge" >/dev/null 2>&1 || ip link add name "$bridge" type bridge
  ip link set "$bridge" address "$bridge_mac"
  ip addr replace "$bridge_address" dev "$bridge"
  ip link set "$bridge" up
}

wait_for_daemon() {
  local pid=$1
  for _ in $(seq 300); do
    docker version >/dev/null 2>&1 && return
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.2
  done
  echo 'dockerd does not answer; the end of its log:' >&2
  tail -n 20 "$cache/dockerd.log" >&2
  return 1
}

start_daemon() {
  local pid
  if ! pid=$(our_daemon_pid); then
    # dockerd refuses to start beside a pid file whose number is taken, by whatever process.
    rm -f "$pid_file" "$exec_root/containerd/containerd.pid" "$socket"
    create_bridge
    mkdir -p "$DOCKER_CONFIG"
    echo '{}' >"$cache/daemon.json"
    # The storage driver is left to dockerd: overlay2 where the file system can, else vfs.
    # cgroupfs, because there may be no systemd. Descriptor 9 is the lock of this script.
    setsid dockerd \
      --config-file "$cache/daemon.json" --data-root "$data_root" --exec-root "$exec_root" \
      --pidfile "$pid_file" --host "$DOCKER_HOST" --bridge "$bridge" --mtu "$(default_mtu)" \
      --exec-opt native.cgroupdriver=cgroupfs --log-level warn \
      >"$cache/dockerd.log" 2>&1 </dev/null 9>&- &
    pid=$!
  fi
  wait_for_daemon "$pid"
}
