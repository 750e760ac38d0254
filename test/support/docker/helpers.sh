# What some tests need beside the daemon, kept in the cache; sourced by setup.sh.

# Unpacked and not installed: the package would start a registry on every interface of the machine.
provide_registry() {
  local folder=$cache/registry
  [ -x "$folder/usr/bin/docker-registry" ] && return
  mkdir -p "$folder"
  (cd "$folder" && { apt-get download -q docker-registry || { apt-get update -q && apt-get download -q docker-registry; }; })
  dpkg-deb --extract "$folder"/docker-registry_*.deb "$folder"
  rm "$folder"/docker-registry_*.deb
}

# For a package index over https under the name index.test. Made once, so that images which trust it stay cached.
provide_certificate() {
  local folder=$cache/index-tls key=(-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes)
  [ -f "$folder/server.pem" ] && return
  mkdir -p "$folder"
  openssl req -x509 "${key[@]}" -keyout "$folder/ca.key" -out "$folder/ca.pem" -days 3650 \
    -subj '/CN=hoptix-deploy tests' -addext keyUsage=critical,keyCertSign,cRLSign
  openssl req "${key[@]}" -keyout "$folder/server.key" -out "$folder/server.csr" -subj /CN=index.test
  printf 'subjectAltName=DNS:index.test\nbasicConstraints=CA:FALSE\nkeyUsage=digitalSignature\n' >"$folder/server.ext"
  openssl x509 -req -in "$folder/server.csr" -CA "$folder/ca.pem" -CAkey "$folder/ca.key" \
    -CAcreateserial -days 3650 -extfile "$folder/server.ext" -out "$folder/server.partial"
  mv "$folder/server.partial" "$folder/server.pem"
}
