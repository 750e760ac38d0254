#!/usr/bin/env bash
# Stops the daemon that setup.sh started, and only that one. Images and tarballs stay in the
# cache, so that the next setup takes seconds.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/paths.sh"

stop_daemon() {
  local pid
  pid=$(our_daemon_pid) || return 0
  # Those of a test run that was cut off too; dockerd would wait for each, up to 15 seconds.
  docker ps --all --quiet | xargs --no-run-if-empty /usr/bin/docker rm --force >/dev/null || true
  kill "$pid"
  for _ in $(seq 150); do
    kill -0 "$pid" 2>/dev/null || return 0
    sleep 0.2
  done
  echo "dockerd (process $pid) is still running after 30 seconds" >&2
  return 1
}

[ -d "$cache" ] || exit 0
take_lock
stop_daemon
# Deepest first; a daemon that was killed leaves mounts behind.
awk -v cache="$cache/" 'index($2, cache) == 1 { print $2 }' /proc/self/mounts | sort -r |
  xargs --no-run-if-empty --max-args 1 umount --lazy
rm -f "$pid_file" "$socket"
if ip link show "$bridge" >/dev/null 2>&1; then ip link del "$bridge"; fi
