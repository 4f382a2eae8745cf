"""A web of feeds on loopback for the benchmarks: each feed on a host of its own, with conditional answers."""

import asyncio
import multiprocessing
import random
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b

ITEMS = 20
WORDS = (
    *("the", "of", "and", "to", "in", "a", "for", "is", "on", "that", "by", "with", "as", "at", "from"),
    *("it", "be", "are", "was", "this", "an", "or", "which", "will", "have", "has", "not", "its"),
    *("their", "been", "were", "also", "more", "all", "new", "other", "one", "had", "but", "such"),
    *("these", "may", "than", "first", "would", "can", "into", "two", "up", "about", "who", "some"),
    *("time", "only", "after", "work", "there", "when", "them", "over", "out", "most", "must", "under"),
    *("year", "years", "between", "many", "during", "before", "through", "those", "world", "state"),
    *("part", "each", "well", "great", "both", "our", "where", "shall", "people", "while", "made"),
    *("against", "public", "long", "three", "government", "national", "including", "last", "general"),
    *("since", "being", "members", "because", "within", "meeting", "report", "economic", "policy"),
    *("development", "market", "security", "research", "financial", "investment", "measures"),
    *("support", "trade", "energy", "committee", "order", "important", "local", "take", "system"),
    *("service", "million", "percent", "number", "high", "large", "need", "help", "home", "place"),
    *("given", "area", "days", "group", "law", "country", "countries", "known", "however", "second"),
    *("used", "same", "health", "present", "special", "social", "early", "until", "often", "held"),
    *("rights", "act", "among", "another", "open", "whole", "further", "set", "late", "near", "best"),
    *("means", "level"),
)
PROLOG = '<?xml version="1.0" encoding="utf-8"?>'
HAN = "会议强调要坚持改革开放推动经济高质量发展稳定就业物价加强科技创新保障国家安定生态文明建设促进共同富裕"


def host(number: int) -> str:
    """The loopback address of a feed; each counts as a host, as on the open web."""
    return f"127.1.{number // 200}.{number % 200 + 1}"


def feed(number: int, port: int) -> bytes:
    """The bytes of a feed: 20 reports of some 350 words (every fourth: 700 characters) with their markup."""
    chance = random.Random(number)
    items = []
    for item in range(ITEMS):
        paragraphs = "".join(_paragraph(chance, chinese=number % 4 == 3) for _ in range(8))
        link = f"http://{host(number)}:{port}/report/{item}"
        items.append(
            f"<item><title>Report {item} of source {number}</title><link>{link}</link><guid>{link}</guid>"
            f"<pubDate>{item + 1:02} Sep 2026 10:00:00 GMT</pubDate><dc:creator>Press office</dc:creator>"
            f"<category>News</category><description>Report {item} of source {number} in short.</description>"
            f"<content:encoded><![CDATA[{paragraphs}]]></content:encoded></item>"
        )
    spaces = "http://purl.org/rss/1.0/modules/content/", "http://purl.org/dc/elements/1.1/"
    head = f'<rss version="2.0" xmlns:content="{spaces[0]}" xmlns:dc="{spaces[1]}">'
    return f"{PROLOG}{head}<channel><title>Source {number}</title>{''.join(items)}</channel></rss>".encode()


def _paragraph(chance: random.Random, *, chinese: bool) -> str:
    if chinese:
        text = "，".join("".join(chance.choices(HAN, k=21)) for _ in range(4)) + "。"
    else:
        text = " ".join(chance.choices(WORDS, k=44)).capitalize() + "."
    told = text.split("，" if chinese else " ", 1)
    return f'<p class="text"><strong>{told[0]}</strong> <a href="https://example.org/more">{told[1]}</a></p>\n'


@contextmanager
def served(bodies: dict[str, bytes], port: int) -> Iterator[None]:
    """Serve bodies by host and path ("127.1.0.1/feed") from a process of its own."""
    ready = multiprocessing.Event()
    server = multiprocessing.Process(target=_serve, args=(bodies, port, ready), daemon=True)
    server.start()
    ready.wait(30)
    try:
        yield
    finally:
        server.terminate()
        server.join()


def _serve(bodies: dict[str, bytes], port: int, ready: "multiprocessing.synchronize.Event") -> None:
    answers = {}
    for place, body in bodies.items():
        tag = f'"{blake2b(body, digest_size=8).hexdigest()}"'
        kind = "text/html" if place.endswith(".html") else "application/rss+xml"
        about = f"Content-Type: {kind}; charset=utf-8\r\nETag: {tag}\r\nContent-Length: {len(body)}"
        whole = f"HTTP/1.1 200 OK\r\n{about}\r\n\r\n"
        answers[place] = tag, whole.encode() + body, f"HTTP/1.1 304 Not Modified\r\nETag: {tag}\r\n\r\n".encode()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while request := (await reader.readuntil(b"\r\n\r\n")).decode("latin-1"):
                lines = request.split("\r\n")
                named = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
                place = named["host"].partition(":")[0] + lines[0].split(" ")[1]
                tag, whole, short = answers.get(
                    place, ("", b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", b"")
                )
                writer.write(short if tag and named.get("if-none-match") == tag else whole)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def main() -> None:
        server = await asyncio.start_server(talk, "0.0.0.0", port, backlog=2048)
        ready.set()
        await server.serve_forever()

    asyncio.run(main())
