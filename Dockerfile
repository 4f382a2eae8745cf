# The tracker in one slim image: poller and dashboard, with a browser and CJK fonts for picture export.
FROM python:3.11-slim

RUN apt-get update \
 && apt-get install -y --no-install-recommends chromium fonts-noto-cjk fonts-noto-core \
 && rm -rf /var/lib/apt/lists/*

WORKDIR /srv/tracker
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt

COPY . .
RUN useradd --create-home tracker \
 && mkdir -p data \
 && chown tracker data
USER tracker

ENV BROWSER_PATH=/usr/bin/chromium \
    TRACKER_DATABASE=sqlite:////srv/tracker/data/tracker.db \
    TRACKER_FEEDS=/srv/tracker/data/feeds.yaml \
    TRACKER_LEXICON=/srv/tracker/data/lexicon.yaml
VOLUME /srv/tracker/data
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=5s --start-period=40s \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8501/_stcore/health', timeout=4)"]
# The first start puts the default feeds and lexicon beside the archive, where they can be edited and survive.
# Inside a container only its own address exists; publish the port to 127.0.0.1, as compose.yaml does.
CMD ["sh", "-c", "cp -n feeds.yaml lexicon.yaml data/; exec python -m tracker run --address 0.0.0.0"]
