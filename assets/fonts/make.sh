#!/usr/bin/env bash
# Makes the font files of this folder anew. The results are checked in; nobody needs to run this to build.
# Needs Debian's fonts-noto-core and fonts-noto-cjk, Python with fonttools and brotli, and npm for
# Inter's release (package inter-ui).
set -euo pipefail
cd "$(dirname "$0")"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
(cd "$scratch" && npm pack --silent inter-ui@4.1.1 >/dev/null && tar xzf inter-ui-4.1.1.tgz)
python3 make.py "$scratch/package/web"
