#!/usr/bin/env bash
# Draws the figures of this folder anew, as figures.txt lists them. Takes the path of the program, or builds it.
set -euo pipefail
cd "$(dirname "$0")"
program=${1:-}
if [ -z "$program" ]; then
  cargo build --release --quiet
  program=../../target/release/chancery
fi
grep -v '^#' figures.txt | while read -r name request; do
  eval "arguments=($request)"
  "$program" figure "${arguments[@]}" -o "$name.png" --dpi 110
done
