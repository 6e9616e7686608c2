#!/bin/bash
# Runs a sweep of ANGLES x ENERGIES points as a job array of SHARDS tasks and merges them.
set -euo pipefail
cd "$(dirname "$0")"
mkdir -p logs
id=$(sbatch --parsable --array="1-${SHARDS:-8}" sweep.sbatch)
sbatch --wait --dependency="afterok:$id" merge.sbatch > /dev/null
tail -n 1 logs/merge.log
