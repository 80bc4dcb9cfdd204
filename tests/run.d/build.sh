# Part of tests/run: builds, while Docker is looked for.
# shellcheck shell=bash disable=SC2154  # the parts share their variables

build_pid=
compiler=(-p:UseSharedCompilation=false)
pipe=

# One compiler for all projects halves the time of the build. It is started here, so that it ends with the build, and is used only
# where it listens: the build would wait for one that cannot be started, with each project anew.
begin_compiler() {
    local folder
    # It is a socket in /tmp, wherever TMPDIR points.
    pipe=$HOSTEDSINGLETON_RUN-compiler
    folder=$(dotnet msbuild -getProperty:RoslynTargetsPath src/HostedSingleton/HostedSingleton.csproj)
    [ -x "$folder/bincore/VBCSCompiler" ] || return 0
    "$folder/bincore/VBCSCompiler" "-pipename:$pipe" >/dev/null 2>&1 &
    children+=("$!")
    for _ in {1..50}; do
        [ ! -S "/tmp/$pipe" ] || break
        sleep 0.1
    done
    [ ! -S "/tmp/$pipe" ] || compiler=(-p:UseSharedCompilation=true -p:SharedCompilationId="$pipe")
}

begin_build() {
    say "building, and looking for Docker meanwhile"
    begin_compiler
    dotnet build HostedSingleton.sln --configuration Release --nologo --verbosity minimal -nodeReuse:false \
        "${compiler[@]}" >"$work/build.log" 2>&1 &
    build_pid=$!
    children+=("$build_pid")
}

# Shows what the build has said; false where it failed.
await_build() {
    local code
    wait "$build_pid"
    code=$?
    end_children
    rm -f "/tmp/$pipe"
    cat "$work/build.log"
    return "$code"
}
