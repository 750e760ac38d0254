#!/usr/bin/env bash
# Installs what the tests behind an ingress need beside Python: Debian's nginx and iproute2.
# Needs root on Debian with apt; safe to run again and from several processes at once.
set -euo pipefail
export PATH=$PATH:/usr/sbin:/sbin

missing=()
command -v nginx >/dev/null || missing+=(nginx-light)
command -v ip >/dev/null || missing+=(iproute2)
[ ${#missing[@]} -gt 0 ] || exit 0

if [ "$(id -u)" -ne 0 ]; then
  echo "${missing[*]} cannot be installed without root" >&2
  exit 1
fi
# Only our own nginx runs: a first installation would start Debian's on port 80.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod +x "$policy"
  trap 'rm -f "$policy"' EXIT
fi
export DEBIAN_FRONTEND=noninteractive
install=(apt-get -o DPkg::Lock::Timeout=300 install -y -q --no-install-recommends)
# The package lists may be missing or too old to fetch from: only then is an update worth it.
"${install[@]}" "${missing[@]}" || { apt-get update -q && "${install[@]}" "${missing[@]}"; }
