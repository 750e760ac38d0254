# Makes python:<version>-slim-<suite> where no registry can be reached; sourced by setup.sh.
# Debian's own Python stands in for the one that the official image compiles: `python`, `python3`
# and `pip` are under /usr/local/bin, which comes first on PATH; there is no venv and no marker of
# an externally managed Python, as in the official image.

debian_mirror=http://deb.debian.org/debian

make_rootfs() {
  local suite=$1 version=$2 tarball=$3
  local tree=$tarball.tree
  # Those of an older recipe, and the tree of a run that was cut off.
  rm -rf "$cache/rootfs/$suite-"*
  debootstrap --variant=minbase \
    --include=python3,python3-venv,ca-certificates,netbase,tzdata "$suite" "$tree" "$debian_mirror"
  ln -s "/usr/bin/python$version" "$tree/usr/local/bin/python$version"
  ln -s "python$version" "$tree/usr/local/bin/python3"
  ln -s python3 "$tree/usr/local/bin/python"
  rm "$tree/usr/lib/python$version/EXTERNALLY-MANAGED"
  # Debian switches ensurepip off for the system's Python, but ships the wheel for its venvs.
  # A clean environment: the host's PIP_* variables point to folders that are not in the tree.
  env -i PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin chroot "$tree" sh -c '
    set -- /usr/share/python-wheels/pip-*.whl
    python3 "$1/pip" install --quiet --no-index --no-cache-dir "$1"'
  echo 'Acquire::Retries "5";' >"$tree/etc/apt/apt.conf.d/80-retries"
  rm -rf "$tree"/var/lib/apt/lists/* "$tree"/var/cache/apt/* "$tree"/var/log/* \
    "$tree"/usr/share/{doc,man,info}/*
  find "$tree/usr/share/locale" -mindepth 1 -maxdepth 1 -type d -exec rm -rf {} +
  tar -C "$tree" --numeric-owner -cf "$tarball.partial" .
  mv "$tarball.partial" "$tarball"
  rm -rf "$tree"
}

# What lets pip, uv, poetry, pdm and pipenv reach PyPI from inside a build on a machine whose
# traffic passes through a proxy with a certificate of its own. None of it is an ENV of the image:
# that would show in the images under test.
write_trust() {
  local version=$1 files=$2
  local bundle=/etc/ssl/certs/ca-certificates.crt
  mkdir -p "$files/etc/ssl/certs" "$files/etc/uv" "$files/etc/python$version"
  # pip reads the system's certificates, as does Python's own ssl.
  cp "${SSL_CERT_FILE:-$bundle}" "$files$bundle"
  # An image that adds an authority of its own has the bundle made anew, from the folder of such.
  mkdir -p "$files/usr/local/share/ca-certificates"
  cp "${SSL_CERT_FILE:-$bundle}" "$files/usr/local/share/ca-certificates/machine.crt"
  echo 'system-certs = true' >"$files/etc/uv/uv.toml"
  # The others bring certificates of their own (certifi) unless this variable is set.
  cat >"$files/etc/python$version/sitecustomize.py" <<EOF
import os, sys

if any(os.path.basename(word) in ("poetry", "pdm", "pipenv") for word in sys.orig_argv[:3]):
    os.environ.setdefault("REQUESTS_CA_BUNDLE", "$bundle")
EOF
}

provide_base_image() {
  local suite=$1 version=$2 recipe trust image
  recipe=$(sha256sum <"$here/base-images.sh" | cut -c 1-12)
  trust=$(sha256sum <"${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt}" | cut -c 1-12)
  image=hoptix-test/base:$suite-$recipe-$trust
  if ! docker image inspect "$image" >/dev/null 2>&1; then
    local tarball=$cache/rootfs/$suite-$recipe.tar context
    mkdir -p "$cache/rootfs"
    [ -f "$tarball" ] || make_rootfs "$suite" "$version" "$tarball"
    docker import \
      --change 'ENV PATH=/usr/local/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' \
      --change 'CMD ["python3"]' "$tarball" "hoptix-test/rootfs:$suite"
    context=$(mktemp -d)
    write_trust "$version" "$context/files"
    printf 'FROM hoptix-test/rootfs:%s\nCOPY files/ /\n' "$suite" >"$context/Dockerfile"
    DOCKER_BUILDKIT=0 docker build --quiet --tag "$image" "$context"
    rm -rf "$context"
  fi
  docker tag "$image" "python:$version-slim-$suite"
}
