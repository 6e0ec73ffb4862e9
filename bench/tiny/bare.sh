#!/bin/sh
# bare.sh BUILDS SEED SOURCES OUT
#
# What Ascent is held against: the same builds, with the same steps, sandbox and -j, by a bare script, one after another.
#
#   BUILDS   what export.ts writes from a blueprint: a list `builds` with a line "STAGE PACKAGE" for each build, in order,
#            and for each a folder STAGE/PACKAGE with
#              inputs   what its root holds, one a line: "seed", or "STAGE PACKAGE" of an earlier build
#              files/   what lies in the workspace before the first step (may be missing)
#              steps/   for each step NN.sh, NN.cwd (the folder that it runs in) and NN.env (NAME=VALUE lines)
#   SEED     an unpacked root of the seed, /usr merged
#   SOURCES  the fetched sources, by file name
#   OUT      an empty or missing folder: becomes OUT/STAGE/PACKAGE, the logs OUT/STAGE/PACKAGE.log
#
# JOBS in the environment is make's -j (default 1). Prints the seconds of each stage and of all.
set -eu
[ $# = 4 ] || { sed -n '2,15s/^# \{0,1\}//p' "$0" >&2; exit 2; }
builds=$(realpath "$1") seed=$(realpath "$2") sources=$(realpath "$3")
mkdir -p "$4"
out=$(realpath "$4")
jobs=${JOBS:-1}

now() { date +%s%N; }
seconds() { awk "BEGIN { printf \"%.1f\", ($2 - $1) / 1e9 }"; }

# root INPUTS: assembles the packages of a list by hard links, once for each list; $root is the folder.
root() {
  root=$out/roots/$(sha256sum < "$1" | cut -c1-16)
  [ ! -d "$root" ] || return 0
  mkdir -p "$root/usr/bin" "$root/usr/sbin" "$root/usr/lib" "$root/usr/lib64"
  while read -r giver given; do
    [ "$giver" = seed ] || cp -al "$out/$giver/$given/." "$root/"
  done < "$1"
}

# build STAGE PACKAGE: runs the steps, each in a sandbox of its own; leaves OUT/STAGE/PACKAGE.
build() {
  from=$builds/$1/$2 to=$out/$1/$2 work=$out/work
  root "$from/inputs"
  rm -rf "$work"
  mkdir -p "$work/home/melange-out/$2" "$work/tmp" "$out/$1"
  [ ! -d "$from/files" ] || cp -R "$from/files/." "$work/home/"
  for step in "$from"/steps/*.sh; do
    sandbox "${step%.sh}" >> "$to.log" 2>&1 || {
      echo "$1 $2: step ${step##*/} failed, see $to.log" >&2
      exit 1
    }
  done
  mv "$work/home/melange-out/$2" "$to"
  rm -rf "$work"
}

# sandbox STEP: runs STEP.sh on $root, with the seed's /usr where the seed is an input.
sandbox() {
  step=$1 usr=$root/usr
  if grep -qx seed "$from/inputs"; then usr=$seed/usr; fi
  set -- --ro-bind "$usr" /usr
  for top in "$root"/*; do
    case ${top##*/} in
      usr | bin) ;; # bin is a link to usr/bin, and made below
      *) set -- "$@" --ro-bind "$top" "/${top##*/}" ;;
    esac
  done
  set -- "$@" --clearenv
  while IFS='=' read -r name value; do
    set -- "$@" --setenv "$name" "$value"
  done < "$step.env"
  bwrap --unshare-all --unshare-user --die-with-parent --new-session --cap-drop ALL --uid 1000 --gid 1000 --hostname build \
    --tmpfs / --symlink usr/bin /bin --symlink usr/sbin /sbin --symlink usr/lib /lib --symlink usr/lib64 /lib64 \
    "$@" --setenv JOBS "$jobs" \
    --dev /dev --proc /proc --bind "$work/tmp" /tmp --bind "$work/home" /home/build \
    --ro-bind "$sources" /var/cache/melange/sources --ro-bind "$step.sh" /run/step --remount-ro / \
    --chdir "$(cat "$step.cwd")" /bin/sh -e /run/step
}

began=$(now) stage='' stage_began=$began
while read -r next package; do
  if [ "$next" != "$stage" ]; then
    [ -z "$stage" ] || echo "$stage $(seconds "$stage_began" "$(now)")"
    stage=$next stage_began=$(now)
  fi
  build "$next" "$package" < /dev/null
done < "$builds/builds"
echo "$stage $(seconds "$stage_began" "$(now)")"
echo "all $(seconds "$began" "$(now)")"
