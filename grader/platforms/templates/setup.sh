#!/usr/bin/env bash
# Run once, as root, when the image is made: a Python, the packages at fixed versions, the grader. May be run again.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
venv="${GRADE_VENV:-/opt/grade}"
wheel="@WHEEL@"

fail() {
    echo "setup.sh: $*" >&2
    exit 1
}

for file in run_autograder requirements.txt plan.json "$wheel" course/assignment.toml course/expectations.msgpack; do
    [ -f "$here/$file" ] || fail "$file is not in $here; the whole autograder.zip would be right"
done
# Hidden checks and what they expect are for the grader alone.
chmod -R go-rwx "$here/course"

wanted="$(cat "$here/requirements.txt" "$here/$wheel" | sha256sum | cut -d ' ' -f 1)"
if [ "$(cat "$venv/.made-of" 2>/dev/null || true)" = "$wanted" ]; then
    echo "setup.sh: $venv is up to date"
    exit 0
fi

works() {
    command -v "python$1" >/dev/null && "python$1" -c 'import ensurepip, venv' 2>/dev/null
}

# The version that the expectations were made with first; any of these installs the packages.
python=""
for version in @PYTHON@ 3.12 3.13 3.11; do
    if works "$version"; then python="python$version"; break; fi
done
if [ -z "$python" ]; then
    command -v apt-get >/dev/null || fail "no Python 3.11 to 3.13, and no apt-get; an image with Ubuntu 24.04 would be right"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update || fail "apt-get update failed; is there a network?"
    for version in @PYTHON@ 3.12 3.13 3.11; do
        apt-get install -y --no-install-recommends "python$version" "python$version-venv" || continue
        if works "$version"; then python="python$version"; break; fi
    done
fi
[ -n "$python" ] || fail "no Python 3.11 to 3.13 to be had here; an image with Ubuntu 24.04 would be right"

rm -rf "$venv"
"$python" -m venv "$venv"
"$venv/bin/python" -m pip install --disable-pip-version-check --no-cache-dir --only-binary :all: \
    --requirement "$here/requirements.txt" || fail "the packages could not be installed"
"$venv/bin/python" -m pip install --disable-pip-version-check --no-cache-dir --no-deps "$here/$wheel" \
    || fail "the grader could not be installed"
"$venv/bin/python" -P -m grader.platforms.run --walls || fail "the grader does not start"
echo "$wanted" >"$venv/.made-of"
