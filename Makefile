# Five verbs; all the work is in tools/bootstrap.py (standard library only, so `python3 tools/bootstrap.py run` does the same).
#   make run               a running copy with demo data on http://127.0.0.1:8000 (PORT=8010 make run for another port)
#   make test              the suite on PostgreSQL, Redis and Chromium, then on SQLite (ARGS="-k partner" for some of it)
#   make check             style, types, import directions, templates, translations, migrations, deployment settings
#   make lock              work out requirements/*.lock and package-lock.json anew
#   make bench             measure speed
PYTHON ?= python3

.PHONY: run test check lock bench
run test check lock bench:
	@$(PYTHON) tools/bootstrap.py $@ $(ARGS)
