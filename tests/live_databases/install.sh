#!/bin/sh
# PostgreSQL and Java for the engines' suite: Debian's where we may, else says what is missing.
wanted=""
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || wanted="$wanted postgresql"
command -v java >/dev/null || wanted="$wanted openjdk-17-jre-headless"
[ -z "$wanted" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get update -qq >/dev/null 2>&1
  # shellcheck disable=SC2086 # two names are two words
  DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $wanted \
    >/dev/null 2>&1 && exit 0
fi
echo "Not installed:$wanted. What needs them is skipped." >&2
exit 0
