# 归集 Guiji。make run：样例月走完六个阶段；make test：全部测试；make bench：与 DuckDB、Polars 同台。
SHELL := /bin/bash
GUIJI := .build/release/guiji
PACKAGES := libcsv-dev libxml2-dev libzstd-dev libsqlite3-dev zlib1g-dev libxlsxwriter-dev libzip-dev unixodbc-dev pandoc make git
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

.PHONY: run test test-faults test-interface test-packages bench bench-service build packages format lint rules clean

run: build
	rm -rf out
	$(GUIJI) run --dated --as-of 2025-03-31 --json-to out/run.json \
	    $$(find Samples -mindepth 2 -type f ! -name '*.expected.json' | sort)
	$(GUIJI) report monthly --month 2025-03 --as-of 2025-04-01 --to out/reports

build: packages
	swift build -c release --product guiji

test: packages
	GUIJI_TAPS=$${GUIJI_TAPS:-$(CURDIR)/.build/taps/bin} swift test

# The service killed 200 times over a mixed delivery, a disk that fails, stores that are damaged (Tests/GuijiTests/Faults).
test-faults: packages
	GUIJI_FAULTS=$${GUIJI_FAULTS:-200} swift test --filter 'GuijiTests.(Kill|Disk|DamagedLedger|FaultClock|SecondProgram)Tests'

# The interface attacked by its own OpenAPI document (needs Python 3; installs Schemathesis in .build/).
test-interface: build
	Tests/schemathesis.sh --max-examples 60

# Debian packages, only those that are absent.
packages:
	@missing=""; for p in $(PACKAGES); do dpkg -s $$p >/dev/null 2>&1 || missing="$$missing $$p"; done; \
	if [ -n "$$missing" ]; then $(SUDO) apt-get update -q && $(SUDO) apt-get install -y -q --no-install-recommends $$missing; fi

# What some tests talk to: real ODBC drivers, a PostgreSQL server, a Singer tap. Tests that miss them are skipped, and say so.
test-packages:
	$(SUDO) apt-get update -q && $(SUDO) apt-get install -y -q --no-install-recommends \
	    libsqliteodbc odbc-postgresql postgresql sqlite3 python3-venv
	python3 -m venv .build/taps && .build/taps/bin/pip install -q tap-jsonl

bench: build
	python3 Benchmarks/bench.py
	python3 Benchmarks/comparison.py

# The service under load, workbooks beside openpyxl (wrk, where it is installed, is one of the clients).
bench-service: build
	python3 Benchmarks/service.py
	python3 Benchmarks/workbook.py

rules: build
	$(GUIJI) rules > Documentation/Rules.md

format:
	swift format --in-place --recursive Package.swift Sources Tests

lint:
	swift format lint --strict --recursive Package.swift Sources Tests

clean:
	rm -rf .build out
