# What the shell blocks of a page run under: the suite as built here, and npm without a network.
set -euo pipefail
export GIT_AUTHOR_NAME=docs GIT_AUTHOR_EMAIL=docs@localhost GIT_COMMITTER_NAME=docs GIT_COMMITTER_EMAIL=docs@localhost
export NO_COLOR=1 DIFFUSON_CACHE="$PWD/.cache"
unset GITHUB_ACTIONS GITHUB_STEP_SUMMARY
diffuson() { node "$ROOT/dist/cli/main.js" "$@"; }
# the suite and its runner are linked in place of an installation
npm() {
  if [ "$*" = install ]; then
    mkdir -p node_modules && ln -s "$ROOT" node_modules/diffuson && ln -s "$ROOT/node_modules/vitest" node_modules/vitest
  else
    PATH="$ROOT/node_modules/.bin:$PATH" command npm "$@"
  fi
}
npx() { "$@"; }
# expect EXIT TEXT PLACE COMMAND...: it ends with this code and prints this text
expect() {
  local exit=$1 text=$2 place=$3 code=0 out
  shift 3
  out=$("$@" 2>&1) || code=$?
  if [ "$code" != "$exit" ]; then
    echo "$place: exit $code instead of $exit: $*" && echo "$out" | tail -20 && return 1
  fi >&2
  if [[ "$out" != *"$text"* ]]; then
    echo "$place: \"$text\" is not printed by $*" && echo "$out" | tail -20 && return 1
  fi >&2
}
