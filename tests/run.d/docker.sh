# Part of tests/run: finds a Docker engine for Testcontainers, or starts one of its own that leaves no trace on the machine.
# shellcheck shell=bash disable=SC2154,SC2034  # the parts share their variables

image=redis:7.0
has_containers=no
dockerd_pid=
bridge=

docker_answers() { command -v docker >/dev/null && timeout 20 docker version >/dev/null 2>&1; }

# Sets has_containers=yes where a container of the image runs and is reached through a mapped port.
start_docker() {
    if [ -n "${HOSTEDSINGLETON_REDIS:-}" ] || [ "${HOSTEDSINGLETON_REDIS_FIXTURE:-}" = process ]; then return 0; fi
    if docker_answers; then
        has_image && container_answers && has_containers=yes
    elif [ "$(id -u)" = 0 ] && command -v dockerd >/dev/null && command -v docker >/dev/null; then
        start_own_docker
    else
        say "no Docker engine answers, and none can be started here"
    fi
    if [ "$has_containers" = yes ]; then
        say "containers of $image work"
    else
        say "no containers: the tests use redis-server processes only"
    fi
}

# Tries ways to run dockerd, the one that changes least first. None needs the machine's firewall: a process of Docker's maps the ports.
start_own_docker() {
    local way
    for way in "" "--storage-driver=vfs"; do
        if start_dockerd ${way:+"$way"}; then
            if has_image && container_answers; then
                has_containers=yes
                return 0
            fi
        fi
        say "dockerd ${way:-with its usual options} is of no use here; its last lines:"
        grep -v level=info "$work/dockerd.log" | tail -5
        end_docker
    done
}

start_dockerd() {
    mkdir -p "$work/docker"
    mountpoint -q /sys/fs/cgroup || { command -v cgroupfs-mount >/dev/null && cgroupfs-mount; }
    export DOCKER_HOST=unix://$work/docker.sock TESTCONTAINERS_HOST_OVERRIDE=127.0.0.1
    add_bridge
    dockerd --host "$DOCKER_HOST" --data-root "$work/docker/data" --exec-root "$work/docker/exec" --pidfile "$work/docker/pid" \
        --iptables=false --ip-forward=false --ip-masq=false ${bridge:+--bridge="$bridge"} "$@" >"$work/dockerd.log" 2>&1 &
    dockerd_pid=$!
    disown "$dockerd_pid"
    local i
    for i in {1..60}; do
        if docker_answers; then return 0; fi
        kill -0 "$dockerd_pid" 2>/dev/null || return 1
        sleep 0.5
    done
    return 1
}

# A bridge of our own, so that engines do not share one; without the ip command the engine makes its usual one.
add_bridge() {
    bridge=
    command -v ip >/dev/null || return 0
    local name=hs$$ i
    ip link add name "$name" type bridge 2>/dev/null || return 0
    for i in {1..20}; do
        local net=10.$((200 + RANDOM % 50)).$((RANDOM % 250))
        if [ -z "$(ip -4 route list root "$net.0/24")" ] && ip addr add "$net.1/24" dev "$name"; then
            ip link set "$name" up
            bridge=$name
            return 0
        fi
    done
    ip link delete "$name"
}

has_image() {
    docker image inspect "$image" >/dev/null 2>&1 && return 0
    if timeout 120 docker pull --quiet "$image" >/dev/null 2>&1; then
        return 0
    fi
    say "$image cannot be pulled; building it from this machine's redis-server"
    docker/redis-image/build "$image" >/dev/null
}

container_answers() {
    local id port answer i
    # Its warnings are kept apart: on a machine that forwards no packets, which is not needed here, there is one.
    id=$(docker run --detach --label "hostedsingleton.run=$HOSTEDSINGLETON_RUN" --publish 127.0.0.1::6379 "$image" 2>"$work/docker-run.log") || { cat "$work/docker-run.log"; return 1; }
    port=$(docker port "$id" 6379/tcp | head -1)
    port=${port##*:}
    for i in {1..60}; do
        answer=$({ exec 4<>"/dev/tcp/127.0.0.1/$port" && printf 'PING\r\n' >&4 && timeout 1 head -c 5 <&4; } 2>/dev/null)
        [ "$answer" != +PONG ] || break
        sleep 0.5
    done
    # Testcontainers asks inside the container.
    [ "$answer" != +PONG ] || answer=$(timeout 20 docker exec "$id" redis-cli ping 2>&1)
    docker rm --force "$id" >/dev/null
    [ "$answer" = PONG ] || { say "a container of $image does not answer as it should: ${answer:-no answer}"; return 1; }
}

# Ends the engine where it is ours; in someone else's it removes what a crashed test may have left.
end_docker() {
    if [ -n "$dockerd_pid" ]; then
        kill "$dockerd_pid" 2>/dev/null
        local i
        for i in {1..60}; do
            kill -0 "$dockerd_pid" 2>/dev/null || break
            sleep 0.25
        done
        kill -9 "$dockerd_pid" 2>/dev/null
        [ -z "$bridge" ] || ip link delete "$bridge" 2>/dev/null
        unset DOCKER_HOST TESTCONTAINERS_HOST_OVERRIDE
        dockerd_pid='' bridge=''
        # Where /tmp is shared between namespaces the engine leaves its own mount behind.
        grep -o " $work/docker[^ ]*" /proc/self/mounts | sort -r | xargs --no-run-if-empty umount --lazy
        rm -rf "$work/docker"
    elif [ "$has_containers" = yes ]; then
        docker ps --all --quiet --filter "label=hostedsingleton.run=$HOSTEDSINGLETON_RUN" | xargs --no-run-if-empty docker rm --force >/dev/null
    fi
    has_containers=no
}
