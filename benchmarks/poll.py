"""Polling against its peers: feeds that have not changed, feeds that are all new, pages with full texts.

    python benchmarks/poll.py [--feeds 2000] [--pages FOLDER]

Each contender is a process of its own, and times its work from within, once its libraries are loaded; prints a table
with seconds, peak memory and the ratio that counts, and what a whole command takes. The peers are lemon24/reader
(``pip install reader sgmllib3k``), bare feedparser and bare trafilatura on all cores. FOLDER has .html pages; those
that are called .gold.html are left out.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from benchmarks import web

PORT = 8917
ROOT = Path(__file__).parents[1]


def ran(*command: str) -> tuple[float, float, str]:
    """Seconds, peak memory in MB of its first process, and what a program printed."""
    begun = time.perf_counter()
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    said, wrong = child.communicate()
    seconds = time.perf_counter() - begun
    if child.returncode:
        raise SystemExit(f"{' '.join(command)}: {wrong[-2000:]}")
    return seconds, peak(wrong), said + wrong


def peak(said: str) -> float:
    """The peak memory that a contender printed last, in MB."""
    return float(said.rsplit("peak ", 1)[-1].split()[0]) if "peak " in said else float("nan")


# The peak of this program's own memory, which getrusage would mix up with that of the program that started it.
PEAK = "print('peak', int(open('/proc/self/status').read().split('VmHWM:')[1].split()[0]) / 1000, file=sys.stderr)"


def ours(folder: Path) -> list[str]:
    """The command of one poll of all feeds."""
    places = ["--database", f"sqlite:///{folder}/tracker.db", "--feeds", f"{folder}/feeds.yaml"]
    wrapped = f"import runpy, sys, atexit; sys.argv[0] = 'tracker'; atexit.register(lambda: {PEAK});"
    whole = f"{wrapped} runpy.run_module('tracker', run_name='__main__')"
    return [sys.executable, "-c", whole, "poll", "--once", *places]


def contender(folder: Path, code: str) -> list[str]:
    """The command of a contender, a few lines of Python that read their arguments from ``folder``."""
    head = f"import json, sys, time; from pathlib import Path; folder = Path({str(folder)!r});"
    return [sys.executable, "-c", f"{head}\n{code}\n{PEAK}"]


OURS = """
import threading
from datetime import UTC, datetime
from tracker.ingest import poller, scoring
from tracker.archive import writing
from tracker.archive.opening import open_archive
from tracker.ingest.collection import Tools
from tracker.feeds.fetch import Fetcher
from tracker.settings import feeds_file, lexicon_file
from tracker.ingest.workers import Workers
now = lambda: datetime.now(UTC)
files, lexicon = feeds_file.load(folder / "feeds.yaml"), lexicon_file.load(Path("lexicon.yaml")).lexicon
archive = open_archive(f"sqlite:///{folder}/tracker.db")
writing.enlist(archive, files.feeds)
scoring.catch_up(archive, lexicon, now())
begun = time.perf_counter()
tools = Tools(archive, Fetcher(files.allow_private), Workers(lexicon), now, threading.Event())
visits = poller.run_once(files.feeds, tools, lambda visit: None)
new, failed = sum(visit.new for visit in visits), sum(bool(visit.error) for visit in visits)
print(json.dumps([time.perf_counter() - begun, new, failed]))
"""
READER = """
from reader import make_reader
reader = make_reader(str(folder / "reader.db"))
for url in json.loads((folder / "urls.json").read_text()):
    reader.add_feed(url, exist_ok=True)
begun = time.perf_counter()
reader.update_feeds(scheduled=False, workers=8)
print(json.dumps(time.perf_counter() - begun))
"""
BARE = """
import io, multiprocessing, feedparser
def parse(path):
    return len(feedparser.parse(io.BytesIO(path.read_bytes())).entries)
paths = sorted((folder / "bodies").iterdir())
with multiprocessing.Pool() as pool:
    begun = time.perf_counter()
    assert sum(pool.imap_unordered(parse, paths, 8)) == 20 * len(paths)
    print(json.dumps(time.perf_counter() - begun))
"""
PAGES = """
import multiprocessing, trafilatura
def extract(path):
    return bool(trafilatura.extract(path.read_bytes()))
paths = sorted((folder / "pages").iterdir())
with multiprocessing.Pool() as pool:
    pool.map(extract, paths[:4])
    begun = time.perf_counter()
    pool.map(extract, paths, 4)
    print(json.dumps(time.perf_counter() - begun))
"""


def feeds_file(urls: list[str], extra: str = "") -> str:
    """A feeds.yaml of many feeds."""
    rows = "".join(f"  - name: Source {at}\n    url: {url}\n{extra}" for at, url in enumerate(urls))
    return f"settings:\n  allow_private: [127.0.0.0/8]\nfeeds:\n{rows}"


def row(what: str, seconds: float, memory: float, note: str = "") -> None:
    """One line of the table."""
    print(f"| {what} | {seconds:.2f} s | {memory:.0f} MB | {note} |", flush=True)


def feeds(folder: Path, number: int) -> None:
    """All feeds new, then none changed."""
    bodies = {f"{web.host(at)}/feed": web.feed(at, PORT) for at in range(number)}
    (folder / "bodies").mkdir()
    for at, body in enumerate(bodies.values()):
        (folder / "bodies" / f"{at:05}.xml").write_bytes(body)
    urls = [f"http://{place.replace('/', f':{PORT}/')}" for place in bodies]
    (folder / "urls.json").write_text(json.dumps(urls))
    (folder / "feeds.yaml").write_text(feeds_file(urls))
    with web.served(bodies, PORT):
        first, first_memory = polled(folder, number * web.ITEMS)
        second, memory = polled(folder, 0)
        command, command_memory, said = ran(*ours(folder))
        assert " 0 new reports" in said, said[-500:]
        _, _, _ = ran(*contender(folder, READER))
        _, reader_memory, said = ran(*contender(folder, READER))
        reader = json.loads(said.splitlines()[0])
    _, bare_memory, said = ran(*contender(folder, BARE))
    bare = json.loads(said.splitlines()[0])
    row(f"{number} unchanged: the poller", second, memory, f"{reader / second:.2f} times reader's speed")
    row(f"{number} unchanged: reader, 8 workers", reader, reader_memory)
    row(f"{number} unchanged: `tracker poll --once`, with its start", command, command_memory)
    row(f"{number} new, 20 items: the poller", first, first_memory, f"{bare / first:.2f} of feedparser's speed")
    row(f"{number} new, 20 items: bare feedparser, {os.cpu_count()} processes", bare, bare_memory)


def polled(folder: Path, new: int) -> tuple[float, float]:
    """Seconds and peak memory of one poll that must bring so many new reports."""
    _, memory, said = ran(*contender(folder, OURS))
    seconds, brought, failed = json.loads(said.splitlines()[0])
    assert (brought, failed) == (new, 0), said
    return seconds, memory


def varied(text: bytes, number: int) -> bytes:
    """A page in which every longer word is another one, so that no two pages are reprints."""
    parts = re.split(rb"(<[^>]*>)", text)
    ending = rb"\g<1>%d" % number
    parts[::2] = [re.sub(rb"\b([a-z]{4,})\b", ending, part) for part in parts[::2]]
    return b"".join(parts)


def pages(folder: Path, source: Path, times: int) -> None:
    """Reports whose full text stands on a page; each page is served ``times`` times, each with words of its own."""
    (folder / "pages").mkdir()
    held, urls = {}, []
    texts = [path.read_bytes() for path in sorted(source.glob("*.html")) if ".gold." not in path.name]
    for at in range(times):
        links = []
        for number, text in enumerate(varied(text, at) for text in texts):
            held[f"{web.host(at)}/{number}.html"] = text
            (folder / "pages" / f"{at:03}-{number:03}.html").write_bytes(text)
            links.append(
                f"<item><title>R{number}</title><link>http://{web.host(at)}:{PORT}/{number}.html</link></item>"
            )
        head = '<?xml version="1.0"?><rss version="2.0"><channel><title>Pages</title>'
        held[f"{web.host(at)}/feed"] = f"{head}{''.join(links)}</channel></rss>".encode()
        urls.append(f"http://{web.host(at)}:{PORT}/feed")
    (folder / "feeds.yaml").write_text(feeds_file(urls, "    full_text: page\n"))
    number = len(texts) * times
    with web.served(held, PORT):
        seconds, memory = polled(folder, number)
    _, bare_memory, said = ran(*contender(folder, PAGES))
    bare = json.loads(said.splitlines()[0])
    row(f"{number} pages: the poller", seconds, memory, f"{bare / seconds:.2f} of trafilatura's speed")
    row(f"{number} pages: bare trafilatura, {os.cpu_count()} processes", bare, bare_memory)


def main() -> None:
    """Run all and print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--feeds", type=int, default=2000)
    options.add_argument("--pages", type=Path, help="a folder of .html pages")
    asked = options.parse_args()
    print("| what | time | peak memory | ratio |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        feeds(Path(folder), asked.feeds)
    if asked.pages:
        with tempfile.TemporaryDirectory() as folder:
            pages(Path(folder), asked.pages, 40)


if __name__ == "__main__":
    main()
