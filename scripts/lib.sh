# Shared by the scripts: where things are, and how packages get installed.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

say() { printf '== %s\n' "$*"; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"
    elif command -v sudo >/dev/null; then sudo "$@"
    else die "these need root, and sudo is not installed: $*"; fi
}

# Runs a download once more when it fails: mirrors and networks have bad moments.
twice() { "$@" || { say "failed, trying once more: $*"; sleep 3; "$@"; }; }

# Installs the Debian packages that are missing; asks for nothing, and nothing at all when all are there.
need_packages() {
    local missing=()
    for package in "$@"; do
        [ "$(dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null)" = "ii " ] || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return
    say "installing: ${missing[*]}"
    # No database cluster of the distribution's own: the product makes a private one.
    if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
        as_root mkdir -p /etc/postgresql-common
        echo 'create_main_cluster = false' | as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
    fi
    twice as_root apt-get update -qq
    # Nothing that comes along is started as a service: the product and its tests start what they need.
    local policy=/usr/sbin/policy-rc.d is_ours=no status=0
    if [ ! -e "$policy" ]; then
        is_ours=yes
        printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
        as_root chmod 755 "$policy"
    fi
    twice as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" ||
        status=$?
    [ "$is_ours" = no ] || as_root rm -f "$policy"
    return "$status"
}

build_packages=(postgresql-15 libpq-dev libssl-dev libpango1.0-dev libqrencode-dev libgdk-pixbuf-2.0-dev
    libxml2-dev zlib1g-dev pkg-config fonts-noto-cjk git ca-certificates)
test_packages=(chromium poppler-utils zbar-tools openssl python3-venv node-acorn xvfb libxcb-xinerama0 libxcb-icccm4
    libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0 libgl1
    libegl1 libnss3 libasound2 curl prometheus)

need_swift() {
    command -v swift >/dev/null || die "Swift 6.1 or newer is needed: install it from swift.org and put it on PATH"
    local version
    version=$(swift --version 2>&1 | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
    [ "$(printf '%s\n6.1\n' "$version" | sort -V | head -n 1)" = 6.1 ] || die "Swift 6.1 or newer is needed, found $version"
}
