#!/usr/bin/env bash
# Brings up the Docker daemon of the container tests and its two stand-in base images.
# Needs root on Debian bookworm with apt and PyPI; safe to run again and from several processes
# at once. The last line on stdout is the path of the daemon's socket.
set -euo pipefail
# A cron job or a stripped CI environment may lack the folders of dockerd, ip and debootstrap.
export PATH=$PATH:/usr/sbin:/sbin
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/paths.sh"
. "$here/daemon.sh"
. "$here/base-images.sh"
. "$here/helpers.sh"

# Docker's own packages replace docker.io and are as good.
is_installed() {
  if [ "$1" = docker.io ] && [ -x /usr/bin/docker ] && command -v dockerd >/dev/null; then return; fi
  dpkg-query --show --showformat '${db:Status-Status}\n' "$1" 2>/dev/null | grep -qx installed
}

install_packages() {
  local wanted=() package
  for package in docker.io debootstrap iptables iproute2 ca-certificates openssl; do
    is_installed "$package" || wanted+=("$package")
  done
  [ ${#wanted[@]} -gt 0 ] || return 0
  local install=(apt-get -o DPkg::Lock::Timeout=300 install -y -q --no-install-recommends)
  export DEBIAN_FRONTEND=noninteractive
  # The package lists may be missing or too old to fetch from: only then is an update worth it.
  "${install[@]}" "${wanted[@]}" || { apt-get update -q && "${install[@]}" "${wanted[@]}"; }
}

prepare() {
  if [ "$(id -u)" -ne 0 ]; then
    echo 'the container tests start a Docker daemon of their own, which needs root' >&2
    return 1
  fi
  take_lock
  install_packages
  start_daemon
  provide_base_image trixie 3.13
  provide_base_image bookworm 3.11
  provide_registry
  provide_certificate
}

prepare >&2
echo "$socket"
