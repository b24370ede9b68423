#!/bin/sh
# Chromium for the browser tests: installs Debian's where it can, else says what is missing.
command -v chromium-headless-shell >/dev/null && command -v chromium >/dev/null && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get update -qq >/dev/null 2>&1
  DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends \
    chromium chromium-headless-shell >/dev/null 2>&1 && exit 0
fi
for name in chromium chromium-browser google-chrome; do
  command -v "$name" >/dev/null && exit 0
done
echo "No Chromium or Chrome is installed: browser tests are skipped." >&2
exit 0
