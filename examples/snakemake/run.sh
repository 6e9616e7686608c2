#!/bin/bash
# Runs a sweep of ANGLES x ENERGIES points in SHARDS shards on all cores and merges them.
set -euo pipefail
cd "$(dirname "$0")"
command -v snakemake > /dev/null || apt-get install -y --no-install-recommends snakemake
snakemake --cores "${CORES:-all}" --config "shards=${SHARDS:-8}" "angles=${ANGLES:-1000}" \
  "energies=${ENERGIES:-1000}" "diffuson=${DIFFUSON:-diffuson}"
