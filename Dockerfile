FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 PYTHONUTF8=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /srv/newsroom

COPY requirements.txt .
RUN pip install --quiet --require-hashes --requirement requirements.txt

COPY . .
# The newsroom owns its data and nothing else. Static files belong to the version, so they are collected here.
ENV STATIC_ROOT=/srv/static
RUN useradd --system --uid 10001 newsroom && install -d -o newsroom -g newsroom /data \
    && SECRET_KEY=only-for-this-step-which-serves-nobody ALLOWED_HOSTS=localhost DATA_DIR=/tmp/build \
        python manage.py collectstatic --noinput --verbosity 0

USER newsroom
ENV DATA_DIR=/data BIND=0.0.0.0:8000
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=6s --start-period=60s CMD ["python", "scripts/healthy.py"]
CMD ["scripts/start"]
