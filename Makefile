# make demo    build the example case and say where its dossier is
# make test    run every test
# make check   format, lint, types, reference pages, floors, sizes, names
# make docs    write the reference pages from the program
# make bench   measure the example: build, worlds, one claim edited
# make test-vault      try every state of a disk after a crash, flip every byte, kill writers; print how many
# make test-spark      run the tests of linking on Spark (needs Java 17)
# make test-pdf        run the tests of the PDF and of Word documents with the programs they meet (needs Pango)
# make test-browser    run the tests of the pages in a real browser, with axe (needs a Chromium)
# make test-review     drive the workbench in a real browser, alone and two at once, and its JSON (needs a Chromium; PostgreSQL for two)
# make bench-site      measure a dossier of 100 000 incidents: time, size, and how fast a browser opens it
# make bench-review    measure the workbench over a million reports and 100 000 open pairs
# make simulate        run every test of patterns on 2,000 random worlds where nothing is the matter
# make simulate-undercount   estimate 200 invented populations of each kind, whose total is known; calibrate
# make bench-patterns  measure the tests of patterns against their peers (in an environment of its own)
# make bench-vault     measure the vault and its bags beside raw SHA-256 and bagit.py
# make bench-readers   measure reading a million rows against the engine's own reader
# make fuzz            give every reader ten minutes of damaged files (MINUTES=1, or READER=xlsx for one of them)
# make bench-linkage   measure linking against its peers (installs Splink in an environment of its own)
# make bench-names     measure names across scripts against peers (in an environment of its own; BENCH="--gazetteer FILE")
#
# PYTHON=/path/to/python3.11 chooses the Python; otherwise the first on PATH that is new enough.

.DEFAULT_GOAL := help
.PHONY: help demo test test-vault test-spark test-pdf test-browser test-review check docs bench bench-site bench-linkage bench-names bench-patterns bench-vault bench-readers bench-review fuzz simulate simulate-undercount format screenshot screenshot-review lock clean

VENV   := .venv
BIN    := $(VENV)/bin
NEW    := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13 python3.14 python; do \
            if $$p -c '$(NEW)' >/dev/null 2>&1; then echo $$p; exit; fi; done; echo python3)

help:
	@sed -n '/^$$/q; s/^# //p' Makefile

# Stamps: an environment is made again only when what it is made from has changed. A full one serves the demo too.
$(VENV)/core.stamp: requirements/core.txt pyproject.toml tools/environment.py
	@command -v $(PYTHON) >/dev/null || { echo "No Python found on PATH; Solferino needs 3.11 or newer." >&2; exit 74; }
	@$(PYTHON) tools/environment.py $(VENV) requirements/core.txt
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt pyproject.toml tools/environment.py
	@command -v $(PYTHON) >/dev/null || { echo "No Python found on PATH; Solferino needs 3.11 or newer." >&2; exit 74; }
	@$(PYTHON) tools/environment.py $(VENV) requirements/dev.txt
	@touch $@ $(VENV)/core.stamp

demo: $(VENV)/core.stamp
	@$(BIN)/python tools/demo.py

test: $(VENV)/dev.stamp
	@$(BIN)/python -m pytest -n auto --maxprocesses 8 --dist loadfile

test-vault: $(VENV)/dev.stamp
	@CRASH_EACH=$${CRASH_EACH:-11} KILL_TURNS=$${KILL_TURNS:-60} EVERY_BIT=1 $(BIN)/python -m pytest -q -s tests/vault

check: $(VENV)/dev.stamp
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/python tools/docs.py --check
	@$(BIN)/python -m pytest -q tests/house -m "not slow"

docs: $(VENV)/dev.stamp
	@$(BIN)/python tools/docs.py

bench: $(VENV)/core.stamp
	@$(BIN)/python benchmarks/example.py

format: $(VENV)/dev.stamp
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format --quiet .

# The peer needs another database than ours: it lives in an environment of its own. BENCH="--million" adds a large world.
$(VENV)-peer/stamp:
	@$(PYTHON) -m venv $(VENV)-peer
	@$(VENV)-peer/bin/python -m pip install --quiet "splink==5.*" "duckdb<2" pandas pyarrow scipy
	@touch $@

# Spark needs Java 17 or newer and packages that nothing else needs: an environment of its own as well.
$(VENV)-spark/stamp: requirements/dev.txt
	@command -v java >/dev/null || { echo "No Java found on PATH; Spark needs 17 or newer." >&2; exit 74; }
	@$(PYTHON) tools/environment.py $(VENV)-spark requirements/dev.txt
	@$(VENV)-spark/bin/python -m pip install --quiet "pyspark>=4,<5" "pandas>=2.2" "pyarrow>=15"
	@touch $@

test-spark: $(VENV)-spark/stamp
	@$(VENV)-spark/bin/python -m pytest -q tests/linkage/test_spark.py

# What sets the PDF, and what others read PDFs and Word documents with: in an environment of its own as well.
$(VENV)-pdf/stamp: requirements/dev.txt pyproject.toml
	@$(PYTHON) tools/environment.py $(VENV)-pdf requirements/dev.txt
	@$(VENV)-pdf/bin/python -m pip install --quiet "weasyprint>=70,<71" "pypdf>=6" "python-docx>=1.2"
	@touch $@

test-pdf: $(VENV)-pdf/stamp
	@$(VENV)-pdf/bin/python -c "import weasyprint" 2>/dev/null || { \
	  echo "Pango is not installed; the PDF needs it (Debian: libpango-1.0-0 libpangoft2-1.0-0)." >&2; exit 74; }
	@$(VENV)-pdf/bin/python -m pytest -q tests/dossier/test_release.py tests/dossier/test_safely.py tests/exchange/test_docx.py tests/exchange/test_documents.py

# What drives a browser, axe, which judges pages for those who see or move otherwise, and schemathesis, which asks what a
# description of JSON allows: in an environment of its own.
$(VENV)-browser/stamp: requirements/dev.txt pyproject.toml
	@$(PYTHON) tools/environment.py $(VENV)-browser requirements/dev.txt
	@$(VENV)-browser/bin/python -m pip install --quiet "playwright>=1.55,<2" "axe-playwright-python>=0.1.4" "schemathesis>=4.3,<5"
	@touch $@

test-browser: $(VENV)-browser/stamp
	@PYTHONPATH=tests $(VENV)-browser/bin/python -c "from browser.chromium import found; raise SystemExit(not found())" \
	  || $(VENV)-browser/bin/playwright install chromium >/dev/null 2>&1 || { \
	  echo "No Chromium was found, and none could be installed. Install one, or set SOLFERINO_CHROMIUM to its path." >&2; exit 74; }
	@$(VENV)-browser/bin/python -m pytest -q tests/browser

test-review: $(VENV)-browser/stamp
	@PYTHONPATH=tests $(VENV)-browser/bin/python -c "from browser.chromium import found; raise SystemExit(not found())" \
	  || $(VENV)-browser/bin/playwright install chromium >/dev/null 2>&1 || { \
	  echo "No Chromium was found, and none could be installed. Install one, or set SOLFERINO_CHROMIUM to its path." >&2; exit 74; }
	@$(VENV)-browser/bin/python -m pytest -q tests/workbench/driven tests/workbench/test_api.py

# With the environment of test-browser it also measures how fast a browser opens the pages. BENCH="--incidents 1000" is smaller.
bench-site: $(VENV)-browser/stamp
	@$(VENV)-browser/bin/python benchmarks/site.py $(BENCH)

bench-review: $(VENV)/dev.stamp
	@$(BIN)/python benchmarks/review/load.py --to benchmarks/review/measured.json $(BENCH)

bench-linkage: $(VENV)/core.stamp $(VENV)-peer/stamp
	@$(BIN)/python benchmarks/linkage/bench.py --peer $(VENV)-peer/bin/python $(BENCH)

# Peers that compare names: in an environment of its own as well.
$(VENV)-names/stamp: requirements/core.txt
	@$(PYTHON) tools/environment.py $(VENV)-names requirements/core.txt
	@$(VENV)-names/bin/python -m pip install --quiet "rapidfuzz==3.*" "anyascii>=0.3" "jellyfish>=1.1"
	@touch $@

bench-names: $(VENV)-names/stamp
	@$(VENV)-names/bin/python benchmarks/names/bench.py $(BENCH) --to benchmarks/names/measured.json

simulate: $(VENV)/dev.stamp
	@$(BIN)/python benchmarks/patterns/simulate.py --runs $${RUNS:-2000} --to benchmarks/patterns/error_rates.json

simulate-undercount: $(VENV)/dev.stamp
	@$(BIN)/python benchmarks/undercount/simulate.py --to benchmarks/undercount/coverage.json $(BENCH)
	@$(BIN)/python benchmarks/undercount/calibrate.py --to benchmarks/undercount/calibration.json

# pointpats brings geopandas and more, which nothing here needs.
$(VENV)-patterns/stamp: requirements/core.txt
	@$(PYTHON) tools/environment.py $(VENV)-patterns requirements/core.txt
	@$(VENV)-patterns/bin/python -m pip install --quiet "pointpats==2.5.*" scipy
	@touch $@

bench-patterns: $(VENV)-patterns/stamp
	@$(VENV)-patterns/bin/python benchmarks/patterns/bench.py --to benchmarks/patterns/measured.json

bench-vault: $(VENV)/dev.stamp
	@$(BIN)/python benchmarks/vault/bench.py --to benchmarks/vault/measured.json $(BENCH)

# Each reader, each format of the field and each kind of document, one after the other.
fuzz: $(VENV)/dev.stamp
	@FUZZ_SECONDS=$$(($${MINUTES:-10} * 60)) $(BIN)/python -m pytest -q tests/exchange/test_fuzz.py -k "$${READER:-traceback}"

bench-readers: $(VENV)/core.stamp
	@PYTHONPATH=src $(BIN)/python benchmarks/readers/bench.py

# The pictures of the way to a first decision (docs/how-to/review.md): the workbench over a copy of the example.
screenshot-review: $(VENV)-browser/stamp
	@$(VENV)-browser/bin/python tools/screenshot_review.py

screenshot: demo
	@$(BIN)/python tools/screenshot.py

lock:
	@$(PYTHON) tools/lock.py

clean:
	rm -rf $(VENV) $(VENV)-peer $(VENV)-spark $(VENV)-pdf $(VENV)-browser $(VENV)-patterns dist build/bench-linkage examples/*/build .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
