#!/bin/sh
# Installs the dify executable for this user, after checking its SHA-256.
#
#   sh install.sh FILE|URL [--sha256 HEX | --sums FILE|URL] [--to DIR]
#
# FILE|URL   the executable, or its gzip (.gz)
# --sha256   the expected hash
# --sums     a SHA256SUMS file; without both, SHA256SUMS beside FILE|URL is used
# --to       where to install: ~/.local/bin unless said otherwise
set -eu

main() {
  source='' sha256='' sums='' folder="${HOME:?HOME is not set; say --to DIR}/.local/bin"
  while [ $# -gt 0 ]; do
    case $1 in
      --sha256) sha256=$(need "$@"); shift 2 ;;
      --sums) sums=$(need "$@"); shift 2 ;;
      --to) folder=$(need "$@"); shift 2 ;;
      -h | --help) sed -n '2,9s/^# \{0,1\}//p' "$0"; exit 0 ;;
      -*) fail "unknown option $1" ;;
      *) source=$1; shift ;;
    esac
  done
  [ -n "$source" ] || fail 'say which FILE or URL to install (see --help)'

  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  bring "$source" "$work/file"
  [ -n "$sha256" ] || sha256=$(expected_hash)
  actual=$(hash_of "$work/file")
  [ "$actual" = "$sha256" ] || fail "the file is not the one that was published: its SHA-256 is $actual, not $sha256"
  case $source in *.gz) gunzip -c "$work/file" >"$work/dify" ;; *) mv "$work/file" "$work/dify" ;; esac
  put_in_place
}

need() {
  [ $# -ge 2 ] || fail "$1 needs a value"
  printf '%s' "$2"
}

# A local file is copied, a URL downloaded; only https, so that the sums can be trusted as far as their host can.
bring() {
  case $1 in
    https://*) download "$1" "$2" ;;
    *://*) fail "only https:// URLs are downloaded, not $1" ;;
    *) cp "$1" "$2" ;;
  esac
}

download() {
  if command -v curl >/dev/null; then
    curl --proto '=https' --tlsv1.2 --fail --silent --show-error --location --output "$2" "$1"
  elif command -v wget >/dev/null; then
    wget --https-only --quiet --output-document="$2" "$1"
  else
    fail 'neither curl nor wget is here to download with'
  fi
}

expected_hash() {
  name=${source##*/}
  if [ -z "$sums" ]; then
    case $source in */*) sums=${source%/*}/SHA256SUMS ;; *) sums=SHA256SUMS ;; esac
  fi
  bring "$sums" "$work/sums" || fail "there is no $sums to check against; give --sha256 or --sums"
  found=$(awk -v name="$name" '$2 == name || $2 == "*" name { print $1 }' "$work/sums")
  [ -n "$found" ] || fail "$sums does not list $name"
  printf '%s' "$found"
}

hash_of() {
  if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d ' ' -f 1
}

# Renamed into place: a running dify keeps its own file, and nobody ever sees half of one.
put_in_place() {
  mkdir -p "$folder"
  chmod 755 "$work/dify"
  cp "$work/dify" "$folder/.dify.$$"
  mv "$folder/.dify.$$" "$folder/dify"
  version=$("$folder/dify" --version) ||
    fail "$folder/dify is in place but does not start here. Linux needs glibc 2.34 or newer and libstdc++"
  echo "$version is installed as $folder/dify"
  case :$PATH: in *:"$folder":*) ;; *) echo "$folder is not in your PATH: add it to call dify by its name" ;; esac
}

fail() {
  echo "install.sh: $1" >&2
  exit 1
}

main "$@"
