#!/bin/sh
# As in the official image: bare options go to redis-server, and a mapped port may reach it.
set -e

case "${1:-}" in
    -* | *.conf) set -- redis-server "$@" ;;
esac

if [ "$1" = redis-server ]; then
    set -- "$@" --protected-mode no
fi

exec "$@"
