# Every command of the repository; `make` lists them. The work is done by the scripts named here.

PY := .venv/bin/python
SOAK_SECONDS ?= 600
# Node 24 first, for every JavaScript command, its install scripts and the guests of the host.
export PATH := $(CURDIR)/.venv/node-bin:$(CURDIR)/.venv/bin:$(CURDIR)/node_modules/.bin:$(PATH)

.DEFAULT_GOAL := help
.PHONY: help setup stubs check test conformance soak demo gen fmt bench lock \
	check-python check-javascript check-rust check-house test-python test-javascript test-rust

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: ## install what the checkout needs, into the checkout; quick when nothing changed
	@python3 tools/setup.py

# Stubs of the suites' contracts; not committed, so whatever builds or checks a driver needs them.
stubs: setup
	@$(PY) conformance/gen.py

demo: setup ## run the three-agent example on real input and show the result
	@$(PY) examples/three_agents/demo.py

test: setup check test-python test-javascript test-rust conformance ## run everything that decides whether a change lands

check: setup check-house check-python check-javascript check-rust ## formats, lints, types, layers, house rules; fast

conformance: stubs ## run the vectors and the suites of others against the three languages
	$(PY) conformance/run.py
	$(PY) conformance/external

soak: stubs ## what takes longer: random contracts and values, edits, numbers; seeds are printed
	$(PY) conformance/fuzz --second --seconds $(SOAK_SECONDS)
	$(PY) conformance/external --numbers 1000000
	PEERC_PAIRS=3500 $(PY) -m pytest -s conformance/tests/test_compatibility.py
	PEERC_SCHEMAS=499 $(PY) -m pytest -s toolchain/tests/compiler/importing

bench: setup ## measure; results are recorded with machine, versions and command
	$(PY) bench/run.py

gen: stubs ## write all generated files
	$(PY) tools/gen.py

fmt: setup ## format all sources
	ruff check --quiet --select I --fix . || true
	ruff format .
	biome check --write --linter-enabled=false
	cargo fmt --all

lock: setup ## renew the lock files after a change to a manifest
	@.venv/bin/python tools/lock.py

check-house: setup
	typos
	$(PY) tools/tidy.py
	$(PY) tools/gen.py --check

check-python: stubs
	ruff format --check --output-format concise .
	ruff check .
	mypy
	mypy tools/gen.py tools/tidy.py tools/tests
	lint-imports --no-cache

check-javascript: stubs
	biome check
	tsc

check-rust: stubs
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --offline --quiet -- -D warnings

test-python: stubs
	pytest

test-javascript: setup
	node --test "runtimes/node/test/**/*.test.js" "examples/*/*/test/*.test.js"

test-rust: stubs
	cargo test --workspace --offline --quiet
