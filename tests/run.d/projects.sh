# Part of tests/run: runs test projects, several at a time, and waits for them.
# shellcheck shell=bash disable=SC2154,SC2034  # the parts share their variables

children=()
runs=()
aside=()

is_in() {
    local word=$1 other
    shift
    for other in "$@"; do [ "$word" != "$other" ] || return 0; done
    return 1
}

# The test projects that were asked for.
test_projects() {
    local folder project
    for folder in tests/*.Tests; do
        project=$(basename "$folder")
        [[ ${project,,} != *"${only,,}"* ]] || echo "$project"
    done
}

# The kinds of Redis that a project is run on, the cheaper one first: none where it needs none, given where the caller has chosen.
fixtures_for() {
    if ! grep -q 'HostedSingleton\.Redis\.csproj' "tests/$1/$1.csproj"; then
        echo none
    elif [ -n "${HOSTEDSINGLETON_REDIS:-}${HOSTEDSINGLETON_REDIS_FIXTURE:-}" ]; then
        echo given
    else
        if has_processes || [ "$has_containers" = no ]; then echo process; fi
        if [ "$has_containers" = yes ]; then echo container; fi
    fi
}

has_processes() { command -v redis-server >/dev/null; }

# begin PRIORITY PROJECT KIND [PART OPTION...]: begins to run a project, or a part of it, if it was asked for.
begin() {
    local priority=(nice -n 0) project=$2 kind=$3 part=${4:-} title options=()
    [[ ${project,,} == *"${only,,}"* ]] || return 0
    case $1 in
        low) priority=(nice -n 19) ;;
        idle) ! command -v chrt >/dev/null || priority=(chrt --idle 0) ;;
    esac
    shift $(($# < 4 ? $# : 4))
    title=$project${part:+, $part}
    if [ "$kind" = container ] && has_processes; then
        # More at a time than there are processors: they wait for containers.
        options=(--max-threads 4 --filter-not-class "${once[@]/#/*.}")
    fi
    case $kind in
        none) kind= ;;
        given) kind=${HOSTEDSINGLETON_REDIS_FIXTURE:-} ;;
        *) title="$title, on $kind" ;;
    esac
    local name=${title//[ ,]/-}
    say "$title begins"
    HOSTEDSINGLETON_REDIS_FIXTURE=$kind \
        timeout --foreground --kill-after=10 "$limit" "${priority[@]}" "tests/$project/bin/Release/net10.0/$project" --no-progress \
        --results-directory "$results" --report-xunit --report-xunit-filename "$name.xml" ${options[@]+"${options[@]}"} "$@" >"$work/$name.log" 2>&1 &
    children+=("$!")
    runs+=("$!|$title|$name")
}

# What was begun goes on beside what follows, until end_runs is called with all.
set_aside() {
    aside+=(${runs[@]+"${runs[@]}"})
    runs=()
}

# Waits for what was begun, or with all for what was set aside too, shows what each has said, and counts it.
end_runs() {
    local run pid title name code
    [ "${1:-}" != all ] || { runs+=(${aside[@]+"${aside[@]}"}); aside=(); }
    for run in ${runs[@]+"${runs[@]}"}; do
        IFS='|' read -r pid title name <<<"$run"
        # In the background, so that a signal to this script is heard at once.
        wait "$pid"
        code=$?
        echo
        say "$title:"
        cat "$work/$name.log"
        [ "$code" != 124 ] || say "$title was ended after $limit s"
        count "$title" "$results/$name.xml" "$code"
    done
    runs=() children=()
    for run in ${aside[@]+"${aside[@]}"}; do children+=("${run%%|*}"); done
}

# Passes the end on to what still runs, and kills what does not heed it.
end_children() {
    local pid
    for pid in ${children[@]+"${children[@]}"}; do kill "$pid"; done 2>/dev/null
    for pid in ${children[@]+"${children[@]}"}; do wait "$pid"; done 2>/dev/null
    children=()
}
