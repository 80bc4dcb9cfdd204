# Part of tests/run: builds, while Docker is looked for.
# shellcheck shell=bash disable=SC2154  # the parts share their variables

build_pid=

begin_build() {
    say "building, and looking for Docker meanwhile"
    # Without a compiler that stays up: one that cannot be started holds up each project for its time limit.
    dotnet build HostedSingleton.sln --configuration Release --nologo --verbosity minimal -nodeReuse:false \
        -p:UseSharedCompilation=false >"$work/build.log" 2>&1 &
    build_pid=$!
    children+=("$build_pid")
}

# Shows what the build has said; false where it failed.
await_build() {
    local code
    wait "$build_pid"
    code=$?
    children=()
    cat "$work/build.log"
    return "$code"
}
