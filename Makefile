# Four words: make demo, make test, make check, make bench. Each sets up what it needs.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

.PHONY: demo test check bench lock
.DEFAULT_GOAL := test

demo: $(VENV)/runs
	$(BIN)/bakeferry demo

test: $(VENV)/develops $(VENV)/emulates
	$(BIN)/pytest --numprocesses=auto $(ARGS)

check: $(VENV)/develops
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python docs/generate.py --check
	$(BIN)/python tests/benchmarks/page.py --check

bench: $(VENV)/measures $(VENV)/emulates
	$(BIN)/python tests/benchmarks/bench.py $(NAME) $(ARGS)

# The locks: every file by its hash, no addresses.
lock: $(VENV)/develops
	$(PIP) install pip-tools
	$(BIN)/pip-compile $(LOCK) --extra build -o requirements.txt pyproject.toml
	$(BIN)/pip-compile $(LOCK) --extra dev -o requirements-dev.txt pyproject.toml
	$(BIN)/pip-compile $(LOCK) --extra bench -o requirements-bench.txt pyproject.toml
LOCK := --quiet --generate-hashes --strip-extras --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host

$(BIN)/python:
	@$(PYTHON) -c "import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))" \
		|| { echo "bakeferry needs Python 3.11 to 3.13; set PYTHON=..." >&2; exit 1; }
	@$(PYTHON) -c "import ensurepip, venv" 2>/dev/null || sh .ci/install-debian python3-venv
	$(PYTHON) -m venv $(VENV)

NATIVE := $(wildcard integrity/digests/native/*.[ch]) integrity/digests/native/build.py

$(VENV)/runs: requirements.txt pyproject.toml $(NATIVE) | $(BIN)/python
	$(PIP) install --require-hashes --only-binary :all: -r requirements.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/develops: requirements-dev.txt pyproject.toml $(NATIVE) | $(BIN)/python
	$(PIP) install --require-hashes --only-binary :all: -r requirements-dev.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/runs

$(VENV)/emulates: tests/azurite/package-lock.json .ci/install-azurite | $(BIN)/python
	sh .ci/install-azurite
	@command -v qemu-img >/dev/null || sh .ci/install-debian qemu-utils \
		|| echo "without qemu-utils the tests on real VHDs are left out" >&2
	@touch $@

# The peers are wanted, not needed: the report names those that are missing.
$(VENV)/measures: requirements-bench.txt tests/benchmarks/peers/package-lock.json .ci/install-peers | $(VENV)/develops
	-$(PIP) install --require-hashes --only-binary :all: -r requirements-bench.txt
	-sh .ci/install-peers
	@touch $@
