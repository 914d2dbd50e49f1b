#!/bin/sh
# The main job from end to end, as `make demo` runs it: releases become memories, a translator asks, the checks agree.
# Usage: sh docs/tutorial/demo.sh [FOLDER WITH THE termbase COMMAND]
set -eu
termbase="${1:+$1/}termbase"

step() { printf '\n\033[1m$ termbase %s\033[0m\n' "$*"; "$termbase" "$@"; }

step build
step lookup "Syrian Negotiations Commission"
step lookup SOC --limit 3
step check
printf '\nThe memories lie in tmx/:\n'
ls -l tmx/*.tmx
