#!/usr/bin/env bash
# 用 Schemathesis（PyPI）按 OpenAPI 文档攻击接口：临时实例、空闲端口，结束时一并清除。
# Attacks the interface by its OpenAPI document, on an instance and a port of its own that are gone afterwards.
set -euo pipefail
cd "$(dirname "$0")/.."
guiji="$PWD/.build/release/guiji"
tools="$PWD/.build/schemathesis"
[ -x "$tools/bin/schemathesis" ] || { python3 -m venv "$tools"; "$tools/bin/pip" install -q schemathesis; }

work=$(mktemp -d)
service=
trap '[ -z "$service" ] || { kill "$service"; wait "$service" || true; }; rm -rf "$work"' EXIT
"$guiji" init "$work/city" --mappings Mappings > /dev/null
echo 'interface: { port: 0, requests_per_minute: 1000000 }' >> "$work/city/pipeline.yml"
cp Samples/market-supervision/2025-03-03-registration.csv "$work/city/inbox/market-supervision/"
"$guiji" run -C "$work/city" > /dev/null
token=$("$guiji" token add -C "$work/city" --department culture --days 1 2> /dev/null)
"$guiji" serve -C "$work/city" --json-log 2> "$work/log" &
service=$!
until grep -q '"listening"' "$work/log"; do kill -0 "$service" || { cat "$work/log"; exit 1; }; sleep 0.2; done
port=$(grep '"listening"' "$work/log" | sed 's/.*"address":"[^"]*:\([0-9]*\)".*/\1/')
"$tools/bin/schemathesis" --config-file Tests/schemathesis.toml run "http://127.0.0.1:$port/api/v1/openapi.json" \
    -H "Authorization: Bearer $token" "$@"
! grep -q '"level":"error"' "$work/log" || { grep '"level":"error"' "$work/log"; exit 1; }
