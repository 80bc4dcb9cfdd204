# Part of tests/run: adds up what the test projects report.
# shellcheck shell=bash disable=SC2154,SC2034  # the parts share their variables

passed=0
failed=0
skipped=0
failures=()

add_failure() {
    failed=$((failed + 1))
    failures+=("$1")
}

# count TITLE REPORT EXITCODE: a project that died without a report, or that fails without a failed test, is one failure.
count() {
    local title=$1 report=$2 code=$3 totals fails=0
    totals=$([ -f "$report" ] && grep -o '<assembly [^>]*>' "$report")
    if [ -z "$totals" ]; then
        add_failure "$title: it ended with exit code $code and without a report"
        return
    fi
    passed=$((passed + $(total passed)))
    fails=$(($(total failed) + $(total errors)))
    if [ "$fails" = 0 ] && [ "$code" != 0 ]; then
        add_failure "$title: it ended with exit code $code though no test failed"
    elif [ "$fails" -gt 0 ]; then
        failed=$((failed + fails))
        mapfile -t -O ${#failures[@]} failures < <(failed_tests | sed "s|^|$title: |")
    fi
    count_skips
}

total() {
    local number
    number=$(grep -o " $1=\"[0-9]*\"" <<<"$totals" | head -1 | tr -dc 0-9)
    echo "${number:-0}"
}

# The names of the tests with this result.
names() { grep -o '<test [^>]*>' "$report" | grep "result=\"$1\"" | sed 's/.* name="\([^"]*\)".*/\1/'; }

# One line for each failed test: its name, and the start of what it said.
failed_tests() {
    awk 'BEGIN { RS = "<test " }
        /^[^>]* result="Fail"/ {
            name = $0; sub(/>.*/, "", name); sub(/.* name="/, "", name); sub(/".*/, "", name)
            said = $0
            if (sub(/.*<message>/, "", said)) { sub(/<\/message>.*/, "", said); gsub(/<!\[CDATA\[|\]\]>/, "", said); gsub(/[ \t\r\n]+/, " ", said) } else { said = "" }
            print name (said == "" ? "" : "  " substr(said, 1, 500))
        }' "$report"
}

# A skipped test proves nothing, so it counts as failed unless tests/skips.txt lists it.
count_skips() {
    local name
    while read -r name; do
        say "skipped: $name"
        if grep -qxF -- "$name" tests/skips.txt; then
            skipped=$((skipped + 1))
        else
            add_failure "$title: $name was skipped and is not listed in tests/skips.txt"
        fi
    done < <(names Skip)
}

print_totals() {
    local failure code=0
    echo
    if [ $((passed + failed)) = 0 ]; then add_failure "no test ran"; fi
    for failure in ${failures[@]+"${failures[@]}"}; do
        say "FAILED $failure"
        code=1
    done
    [ "$failed" = 0 ] || code=1
    trap - EXIT
    finish
    [ "$skipped" = 0 ] || say "$skipped skipped, as tests/skips.txt lists them"
    echo "$passed passed, $failed failed"
    exit "$code"
}
