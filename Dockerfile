# CX Lens in a container; docs/deployment.md says how it is run.
FROM python:3.11-slim

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
WORKDIR /app

COPY requirements.lock ./
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock

COPY app.py settings.py ./
COPY access ./access
COPY api ./api
COPY assets ./assets
COPY callbacks ./callbacks
COPY components ./components
COPY data ./data
COPY exports ./exports
COPY metrics ./metrics
COPY pages ./pages
COPY server ./server
COPY store ./store
COPY view ./view
COPY commands ./commands
COPY voice ./voice
COPY detection ./detection
COPY connections ./connections

# Data files: a volume that the user of the process may write.
RUN useradd --system --uid 10001 --no-create-home cxlens \
    && install --directory --owner=cxlens --mode=0750 /data
USER 10001
ENV CXLENS_FOLDER=/data CXLENS_HOST=0.0.0.0 CXLENS_PORT=8050
VOLUME /data
EXPOSE 8050

# The first load may take minutes, and the server listens after it.
HEALTHCHECK --interval=30s --timeout=10s --start-period=15m --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8050/readyz', timeout=8)"]
CMD ["python", "app.py", "serve"]
