# Shared by the scripts beside it; sourced, never run.
set -eu

root=$(cd "$(dirname "$(readlink -f "$0")")/.." && pwd)
dist=$root/build/jocker
# One daemon for each checkout: its sockets are under /run, because socket addresses must be short.
checkout=$(printf '%s' "$root" | sha256sum | cut -c1-8)
exec_root=/run/jocker-$checkout
socket=/run/jocker-$checkout.sock
state=$root/.jocker
data=${JOCKER_DATA:-$state/data}

die() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}

need_root() {
    [ "$(id -u)" = 0 ] || die "must run as root: containers need it (try: sudo $0)"
}

# install_missing REASON COMMAND-OR-FILE=PACKAGE …: installs the packages whose command or file is not there.
install_missing() {
    reason=$1
    shift
    missing=
    for pair in "$@"; do
        thing=${pair%%=*}
        case $thing in
            /*) set -- $thing; [ -e "$1" ] || missing="$missing ${pair#*=}" ;;
            *) command -v "$thing" >/dev/null 2>&1 || missing="$missing ${pair#*=}" ;;
        esac
    done
    [ -n "$missing" ] || return 0
    command -v apt-get >/dev/null 2>&1 || die "please install:$missing ($reason)"
    need_root
    printf 'Installing%s (%s)\n' "$missing" "$reason"
    # Debian's packages start their services when they are installed; ours to decide, not theirs.
    guard=/usr/sbin/policy-rc.d
    made_guard=
    if [ ! -e $guard ]; then
        printf '#!/bin/sh\nexit 101\n' >$guard
        chmod 755 $guard
        made_guard=1
    fi
    log=$(mktemp)
    if ! { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing; } >"$log" 2>&1; then
        [ -z "$made_guard" ] || rm -f $guard
        cat "$log" >&2
        die "could not install$missing"
    fi
    [ -z "$made_guard" ] || rm -f $guard
    rm -f "$log"
}

# Every supported JDK there is, the newest first, one a line. JOCKER_JAVA_HOME chooses one.
java_homes() {
    if [ -n "${JOCKER_JAVA_HOME:-}" ]; then
        printf '%s\n' "$JOCKER_JAVA_HOME"
        return
    fi
    for version in 25 21 17; do
        for home in /usr/lib/jvm/*"-$version-"* /usr/lib/jvm/*"-$version"; do
            if [ -x "$home/bin/javac" ]; then
                printf '%s\n' "$home"
                break
            fi
        done
    done
    if [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/javac" ]; then
        printf '%s\n' "$JAVA_HOME"
    fi
}

# The newest of them; empty if there is none.
java_home() {
    java_homes | head -n 1
}

install_build_tools() {
    if [ -z "$(java_home)" ]; then
        # The name differs from release to release; apt-cache knows none before the lists were fetched once.
        command -v apt-get >/dev/null 2>&1 && apt-get update -qq >/dev/null 2>&1 || true
        package=openjdk-17-jdk-headless
        for version in 25 21 17; do
            if apt-cache show "openjdk-$version-jdk-headless" >/dev/null 2>&1; then
                package=openjdk-$version-jdk-headless
                break
            fi
        done
        install_missing "a JDK, to build and run the engine" "/usr/lib/jvm/no-jdk-yet=$package"
    fi
    multiarch=$(uname -m)-linux-gnu
    install_missing "to build the engine" mvn=maven gcc=gcc make=make \
        /usr/include/stdio.h=libc6-dev /usr/include/seccomp.h=libseccomp-dev \
        "/usr/lib/$multiarch/libyajl_s.a=libyajl-dev" "/usr/lib/$multiarch/libz.a=zlib1g-dev"
}

java_version() {
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

# What Maven is to know of git, as options; nothing without git. The time is the commit's: the same sources give the same
# program whenever they are built.
git_facts() {
    commit=$(git -C "$root" rev-parse --short=7 HEAD 2>/dev/null) || return 0
    [ -z "$(git -C "$root" status --porcelain --untracked-files=no)" ] || commit=$commit-dirty
    printf '%s\n' "-Djocker.commit=$commit" "-Djocker.commit.time=$(TZ=UTC git -C "$root" log -1 --format=%cd \
        --date=format-local:%Y-%m-%dT%H:%M:%S.000000000+00:00)"
}

# Newer JDKs warn of what Maven's own libraries do; nothing of ours is concerned.
quiet_maven() {
    if [ "$(java_version "$JAVA_HOME")" -ge 24 ]; then
        MAVEN_OPTS="${MAVEN_OPTS:-} --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
        export MAVEN_OPTS
    fi
}
