"""A small web site on this machine: feeds, the pages they lead to, and addresses that fail."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


@contextmanager
def site(pages: dict[str, str]) -> Iterator[str]:
    """Serve texts by their paths (the rest is 404) and give the site's address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            text = pages.get(self.path)
            body = (text if text is not None else "not here").encode()
            kind = "text/html" if (text or "<html").lstrip().startswith("<html") else "application/rss+xml"
            self.send_response(404 if text is None else 200)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def rss(title: str, *entries: tuple[str, str, str]) -> str:
    """An RSS feed of entries (title, address, text), a day apart."""
    rows = "".join(
        f"<item><title>{name}</title><link>{link}</link><guid>{link}</guid><description>{text}</description>"
        f"<pubDate>{day:02} Sep 2026 10:00:00 GMT</pubDate></item>"
        for day, (name, link, text) in enumerate(entries, 1)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{rows}</channel></rss>'
