#!/bin/sh
# Puts exactly what REQUIREMENTS pins into .venv, once: deploy/install.sh requirements.txt
# .venv/whole exists while no installation runs, so one that was cut short starts afresh.
set -eu
cd "$(dirname "$0")/.."
requirements=$1
python=${PYTHON:-python3}
installed=.venv/installed-$requirements

if [ -e .venv/whole ] && cmp -s "$requirements" "$installed" && .venv/bin/python -c ''; then
    exit 0
fi

stop() {
    echo "$1" >&2
    exit 1
}

if ! [ -e .venv/whole ] || ! .venv/bin/python -c '' 2>/dev/null; then
    command -v "$python" >/dev/null ||
        stop "Wellcited needs Python 3.11 or newer, and there is no $python; name one with PYTHON=."
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        stop "Wellcited needs Python 3.11 or newer, and $python is $("$python" -V 2>&1); name a newer one with PYTHON=."
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        stop "$python lacks its venv module; on Debian and Ubuntu install it with: apt-get install python3-venv"
    "$python" -m venv --clear .venv || stop "$python could not make .venv; the lines above say why."
fi

rm -f .venv/whole "$installed"
echo "Installing what $requirements pins into .venv; this takes a minute or two" >&2
while sleep 3 && kill -0 $$ 2>/dev/null; do printf . >&2; done & # ends with this shell at the latest
dots=$!
installed_all=yes
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps \
    -r "$requirements" || installed_all=
kill $dots 2>/dev/null || true
echo >&2
[ "$installed_all" ] || stop "$requirements could not be installed; the lines above say why."
cp "$requirements" "$installed"
touch .venv/whole
