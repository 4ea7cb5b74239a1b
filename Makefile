# Everything a newcomer needs: `make demo` to look, `make test` to check. Only Python 3.11 to 3.13 and make must be there.

VENV := .venv
BIN := $(VENV)/bin
GOLD ?= ../shared

# The first Python of a fitting version wins.
FIND = for name in python3.13 python3.12 python3.11 python3 python; do \
	if command -v $$name >/dev/null 2>&1 && $$name -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; \
	then echo $$name; break; fi; done

.PHONY: install demo run test quick coverage lint gold proofs bench
.DEFAULT_GOAL := install

install: $(VENV)/run.stamp

$(BIN)/python:
	@python=$$($(FIND)); \
	if [ -z "$$python" ]; then echo 'Нужен Python 3.11, 3.12 или 3.13, а его здесь нет.' >&2; exit 1; fi; \
	if ! $$python -c 'import venv, ensurepip' 2>/dev/null; then \
		echo "У $$python нет модуля venv. В Debian и Ubuntu он ставится так: apt install python3-venv" >&2; exit 1; fi; \
	$$python -m venv $(VENV)

$(VENV)/run.stamp: requirements.lock | $(BIN)/python
	@if ! [ $(VENV)/test.stamp -nt requirements.lock ]; then \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock; fi
	@touch $@

$(VENV)/test.stamp: tests/requirements.lock | $(BIN)/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tests/requirements.lock
	@touch $@

demo: $(VENV)/run.stamp
	$(BIN)/python -m bot.playground

run: $(VENV)/run.stamp
	$(BIN)/python -m bot run

quick: $(VENV)/test.stamp
	$(BIN)/python -m pytest -n 2 -m 'not slow and not proofs'

test: $(VENV)/test.stamp
	$(BIN)/python -m pytest -n 2 -m 'not slow and not proofs'
	$(BIN)/python -m pytest -n 2 -m 'slow and not proofs'

# The same tests, with what they leave untouched; to watch them costs half their time again.
coverage: $(VENV)/test.stamp
	rm -f .coverage .coverage.*
	$(BIN)/python -m coverage run -m pytest -n 2 -m 'not slow and not proofs'
	$(BIN)/python -m coverage run -m pytest -n 2 -m 'slow and not proofs'
	$(BIN)/python -m coverage combine --quiet
	$(BIN)/python -m coverage report

lint: $(VENV)/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

gold: $(VENV)/test.stamp
	$(BIN)/python -m tests.gold $(GOLD)
	$(BIN)/python -m tests.gold_publication $(GOLD)

proofs: $(VENV)/test.stamp
	$(BIN)/python -m pytest -m 'proofs or whole'

bench: $(VENV)/test.stamp
	$(BIN)/python -m tests.benchmarks.bench $(GOLD)
