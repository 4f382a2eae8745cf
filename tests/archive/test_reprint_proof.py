"""Reprints at scale: copies with words changed are found, all of them, and reports that only look alike are not."""

import json
import random
import re
from datetime import date, timedelta

import pytest

from tests.archive.held import ask, recounted, rolled
from tests.conftest import Store, collected
from tests.e2e.replay import CORPORA, MISSING, SHARED
from tests.e2e.week import HAN, SYLLABLES
from tracker.archive.opening import Archive

COPIES, ALIKE = 50, 200
CHANGED = 0.03  # of the words
PIECES = {"en": r"\w+", "zh": "[\u4e00-\u9fff]{1,2}"}  # words, of which Chinese ones have two characters as a rule
LINKS = """select o.feed_id, o.key, r.feed_id, r.key from reports r join reports o on o.id = r.reprint_of
           order by o.key, r.key"""


def made_up(dice: random.Random, language: str, words: int) -> str:
    """A paragraph that nobody wrote."""
    if language == "zh":
        clauses = ["".join(dice.choices(HAN, k=dice.randint(4, 12))) for _ in range(words // 4)]
        return "，".join(clauses) + "。"
    return " ".join("".join(dice.choices(SYLLABLES, k=dice.randint(1, 4))) for _ in range(words)).capitalize() + "."


def changed(dice: random.Random, text: str, language: str) -> str:
    """The text with three of a hundred words replaced, wherever they stand."""
    words = list(re.finditer(PIECES[language], text))
    some = {match.start(): match for match in dice.sample(words, round(CHANGED * len(words)))}
    for start in sorted(some, reverse=True):
        other = "".join(dice.choices(HAN, k=len(some[start][0]))) if language == "zh" else "otherwise"
        text = text[:start] + other + text[some[start].end() :]
    return text


def real(name: str) -> list[tuple[str, str]]:
    """The days and texts of a corpus, but for those too short to be told apart; of long ones, pages."""
    lines = (SHARED / "data" / "corpora" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    found = [(row["date"], row["text"]) for row in map(json.loads, lines) if len(row["text"]) > 400]
    return [(day, text[at : at + 2_000]) for day, text in found for at in range(0, max(len(text) - 1_999, 1), 4_000)]


def reports(origin: str, language: str, dice: random.Random) -> list[tuple[str, str]]:
    """The days and texts of fifty reports: real ones, or made up, of 60 to 600 words."""
    if origin != "made up":
        return dice.sample(real(origin), COPIES)
    texts = (
        "\n\n".join(made_up(dice, language, dice.randint(20, 150)) for _ in range(3 + n % 2)) for n in range(COPIES)
    )
    return [(str(date(2026, 1, 1) + timedelta(days=2 * number)), text) for number, text in enumerate(texts)]


REAL = [
    pytest.param(name, language, marks=pytest.mark.skipif(not SHARED.exists(), reason=MISSING))
    for name, language in zip(CORPORA, ("en", "zh"), strict=True)
]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("origin", "language"), [("made up", "en"), ("made up", "zh"), *REAL])
def test_every_copy_with_three_of_a_hundred_words_changed_is_linked_to_its_original(
    archive: Archive, store: Store, origin: str, language: str, seed: int
) -> None:
    dice = random.Random(f"{origin} {language} {seed}")
    batch = []
    for number, (day, text) in enumerate(reports(origin, language, dice)):
        other, later = changed(dice, text, language), str(date.fromisoformat(day) + timedelta(days=1))
        assert other != text
        batch += [
            collected(f"{number:02}", text, day, "a", language),
            collected(f"{number:02}", other, later, "b", language),
        ]
    dice.shuffle(batch)  # a copy may be seen before its original
    for at in range(0, len(batch), 7):
        store(*batch[at : at + 7])
    assert ask(archive, LINKS) == [("a", f"{number:02}", "b", f"{number:02}") for number in range(COPIES)]
    assert rolled(archive) == recounted(archive)


@pytest.mark.parametrize("share", [*(pytest.param(each, marks=pytest.mark.soak) for each in (0.3, 0.5)), 0.7])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_different_reports_with_the_same_opening_and_closing_are_not_linked(
    archive: Archive, store: Store, language: str, share: float
) -> None:
    dice = random.Random(f"{language} {share}")
    same = round(300 * share / 2)
    opening, closing = made_up(dice, language, same), made_up(dice, language, same)
    for number in range(ALIKE):
        text = "\n\n".join([opening, made_up(dice, language, 300 - 2 * same), closing])
        store(collected(f"{number}", text, "2026-03-01", "ab"[number % 2], language))
    assert ask(archive, LINKS) == []


@pytest.mark.skipif(not SHARED.exists(), reason=MISSING)
def test_statements_that_say_the_same_in_most_sentences_at_every_meeting_are_not_linked(
    archive: Archive, store: Store
) -> None:
    statements = real(CORPORA[0])
    assert len(statements) >= ALIKE
    for number, (day, text) in enumerate(statements):
        store(collected(f"{number}", text, day, "ab"[number % 2]))
    assert ask(archive, LINKS) == []


@pytest.mark.skipif(not SHARED.exists(), reason=MISSING)
def test_real_reports_between_the_same_paragraphs_are_not_linked(archive: Archive, store: Store) -> None:
    pages = [text for _, text in real(CORPORA[1])]
    assert len(pages) > ALIKE
    opening, closing = pages[0][:300], pages[0][-300:]
    for number, page in enumerate(pages[1 : ALIKE + 1]):
        store(collected(f"{number}", f"{opening}\n\n{page[:900]}\n\n{closing}", "2026-03-01", "ab"[number % 2], "zh"))
    assert ask(archive, LINKS) == []
