# Three images: `web` (the site), `nginx` (in front of it, holding the static files) and `backup`.
FROM python:3.13-slim-trixie AS build
RUN dpkg-query --show >/debian  # before anything is added that `web` does not have
COPY --from=ghcr.io/astral-sh/uv:0.13 /uv /usr/local/bin/
ENV UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never
RUN uv venv --python python3 /venv
ENV VIRTUAL_ENV=/venv PATH=/venv/bin:$PATH
COPY requirements.lock /
RUN --mount=type=cache,target=/root/.cache/uv uv pip install --require-hashes --no-build -r /requirements.lock
COPY .docker/slim.sh /
RUN apt-get update -q && apt-get install -qy --no-install-recommends binutils && rm -rf /var/lib/apt/lists/* \
 && /slim.sh /venv/lib/python3.13/site-packages
WORKDIR /app
COPY . .
# A publisher's own templates and static files (docs/theme.md): /app/theme if the folder `theme` stands here.
ARG LIVEBLOG_THEME_DIR=
# Both leave the bytecode of what is used, and of nothing else. Settings want these to be there; nothing is asked of them, nothing of them is kept.
RUN DATABASE_URL=postgres://build@localhost/build SITE_URL=http://localhost \
    SECRET_KEY=only-for-collecting-the-static-files STATIC_ROOT=/app/collected \
    sh -c 'python manage.py collectstatic --noinput --verbosity 0 && python -c "import liveblog.asgi, coverage.tasks"' \
 && python -m compileall -q liveblog coverage manage.py \
 && find collected -name "*.map" -delete \
 && python .docker/sbom.py /requirements.lock /debian >sbom.cdx.json

FROM nginx:1.29 AS nginx
COPY .docker/nginx/nginx.conf /etc/nginx/nginx.conf
COPY .docker/nginx/site.conf.template /etc/nginx/templates/default.conf.template
COPY --chmod=755 .docker/nginx/settings.sh /docker-entrypoint.d/15-settings.sh
COPY --chmod=755 .docker/nginx/certificate.sh /docker-entrypoint.d/40-certificate.sh
COPY --from=build /app/collected /srv/static
# It runs without root; in compose these two are tmpfs and take on this mode.
RUN mkdir -p /var/cache/nginx && rm -f /etc/nginx/conf.d/* && chmod 1777 /etc/nginx/conf.d /var/cache/nginx
USER nginx
EXPOSE 8080 8443

FROM postgres:18 AS backup
# The user of `web`, who may read its files.
RUN install -d -o 10001 -g 10001 /backups /data/media /data/originals
COPY --chmod=755 .docker/backup.sh /usr/local/bin/backup.sh
USER 10001:10001
# The three folders stand behind whatever verb is asked for.
ENTRYPOINT ["sh", "-c", "verb=$1; shift; exec backup.sh \"$verb\" /backups /data/media /data/originals \"$@\"", "backup"]
CMD ["daily"]

FROM python:3.13-slim-trixie AS web
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin liveblog \
 && install -d -o liveblog -g liveblog /data/media /data/originals /secrets
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    STATIC_ROOT=/app/collected MEDIA_ROOT=/data/media ORIGINALS_ROOT=/data/originals
USER liveblog
ARG LIVEBLOG_THEME_DIR=
ENV LIVEBLOG_THEME_DIR=$LIVEBLOG_THEME_DIR
EXPOSE 8000
# Only the proxy in front reaches this port, so its word on who is asking is taken.
CMD ["uvicorn", "liveblog.asgi:application", "--host", "0.0.0.0", "--port", "8000", \
     "--proxy-headers", "--forwarded-allow-ips", "*", "--no-access-log", "--no-server-header", \
     "--backlog", "4096", "--timeout-graceful-shutdown", "15"]
