# Part of tests/run: installs from Debian what the tests need and the machine lacks. It needs root; without, the tests use what there is.
# shellcheck shell=bash disable=SC2154,SC2034  # the parts share their variables

policy=/usr/sbin/policy-rc.d

install_missing() {
    local missing=()
    command -v redis-server >/dev/null || missing+=(redis-server)
    if ! docker_answers && ! command -v dockerd >/dev/null; then missing+=(docker.io iproute2 cgroupfs-mount); fi
    [ ${#missing[@]} -gt 0 ] || return 0
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        say "not installed, and not root on Debian: ${missing[*]}"
        return 0
    fi
    say "installing ${missing[*]}"
    apt_get update || say "apt-get update failed; going on with the lists that are there"
    local package
    for package in "${missing[@]}"; do
        install_quietly "$package" || say "$package cannot be installed; see above"
    done
    # Newer releases keep the command-line client in a package of its own.
    command -v docker >/dev/null || install_quietly docker-cli >/dev/null 2>&1 || true
}

apt_get() {
    local log=$work/apt.log
    DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 \
        apt-get -qq -o DPkg::Lock::Timeout=120 "$@" >"$log" 2>&1 || { tail -20 "$log"; return 1; }
}

# Installs without starting the package's service, now or at the next boot: the tests start servers of their own.
install_quietly() {
    local forbids=no code
    if [ ! -e "$policy" ]; then
        printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod +x "$policy" && forbids=yes
    fi
    apt_get install --yes --no-install-recommends "$1"
    code=$?
    [ "$forbids" = no ] || rm -f "$policy"
    if [ "$code" = 0 ] && [ -d /run/systemd/system ]; then
        case $1 in
            redis-server) systemctl --quiet disable --now redis-server.service ;;
            docker.io) systemctl --quiet disable --now docker.service docker.socket containerd.service ;;
        esac
    fi
    return "$code"
}
