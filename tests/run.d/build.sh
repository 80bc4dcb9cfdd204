# Part of tests/run: builds, with a compiler that stays up for all projects and ends with the build.
# shellcheck shell=bash disable=SC2154  # the parts share their variables

build_pid=
compiler=

begin_build() {
    say "building, and looking for Docker meanwhile"
    # A compiler of this run's own, so that nobody else's is ended with it.
    compiler=$HOSTEDSINGLETON_RUN
    dotnet build HostedSingleton.sln --configuration Release --nologo --verbosity minimal -nodeReuse:false \
        -p:UseSharedCompilation=true -p:SharedCompilationId="$compiler" >"$work/build.log" 2>&1 &
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
    end_build
    return "$code"
}

# Asks the compiler to end; where it cannot be asked it does so by itself when it has been idle for a while.
end_build() {
    [ -n "$compiler" ] || return 0
    local server
    server=$(dirname "$(readlink -f "$(command -v dotnet)")")/sdk/$(dotnet --version)/Roslyn/bincore/VBCSCompiler.dll
    [ ! -f "$server" ] || dotnet "$server" "-pipename:$compiler" -shutdown >/dev/null 2>&1
    compiler=
}
