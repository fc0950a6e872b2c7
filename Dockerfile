# syntax=docker/dockerfile:1
# One image for web, worker, beat and migrate. The same locks as `make run`; beside them only the distribution's Chromium, which
# prints reports as PDF. BROWSER= at build leaves it out: the page then offers printing from the visitor's own browser.
ARG PYTHON=3.13-slim
ARG NODE=24-slim

# --- front-end packages: only what the stylesheet is made of ---------------------------------------
FROM node:${NODE} AS frontend
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

# --- build: packages, stylesheet, catalogue, static files --------------------------------------------
FROM python:${PYTHON} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH
COPY requirements/run.lock requirements/run.lock
RUN pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements/run.lock
COPY --from=frontend /app/node_modules node_modules
COPY . .
RUN python -m tools.stylesheet var/vendor/nlds/nlds.css \
    && python -m tools.messages compile \
    && WIJKWEB_ENV=demo python manage.py collectstatic --noinput -v0 \
    && rm -rf node_modules var/secret-key var/cache

# --- what runs --------------------------------------------------------------------------------------
FROM python:${PYTHON} AS run
ARG BROWSER=chromium
RUN if [ -n "$BROWSER" ]; then apt-get update \
    && apt-get install --yes --no-install-recommends "$BROWSER" fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/*; fi
RUN useradd --system --uid 10001 --create-home --home-dir /home/wijkweb wijkweb \
    && install --directory --owner wijkweb --mode 0700 /ledger
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    WIJKWEB_ENV=production DJANGO_SETTINGS_MODULE=wijkweb.settings
# The container is the sandbox: without rights and without new ones, Chromium cannot make one of its own.
ENV PDF_NO_SANDBOX=1
WORKDIR /app
COPY --from=build /venv /venv
COPY --from=build /app /app
USER wijkweb
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-m", "tools.health"]
CMD ["gunicorn", "wijkweb.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", "--worker-tmp-dir", "/dev/shm", "--no-control-socket", "--access-logfile", "-", "--access-logformat", "%(t)s %(m)s %(U)s %(s)s %(B)s %(M)sms"]
