"""A text scored by itself and with others, its serial, and what each mention has."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.documents import Mention, Revision
from tracker.words.lexicon import Concept, Cue, Lexicon, Serial, Theme, Weights
from tracker.words.scorer import Scorer
from tracker.words.text import normalise

CONCEPTS = (
    Concept("core", "Core", {"en": ("core technolog*",), "zh": ("核心技术",)}),
    Concept("open", "Open", {"en": ("opening up",), "zh": ("开放",)}, ("改革开放",)),
)
CUES = (
    Cue("said", 1),
    Cue("stressed", 2),
    Cue("required", 3, strict=True),
    Cue("强调", 2),
    Cue("要求", 3, strict=True),
)
SERIALS = (
    Serial("statement", "Statement", ("^fomc statement",), ("fed",)),
    Serial("report", "Report", ("工作报告", "^report on")),
)
LEXICON = Lexicon((Theme("t", "T", CONCEPTS),), CUES, Weights({"title": 3}, {0: 0.5, 3: 2.5}), serials=SERIALS)
SCORER = Scorer(LEXICON)
PIECES = ("core technology ", "核心技术", "opening up, ", "改革开放", "开放，", "Li Qiang said ", "会议强调",
          "the council required ", "李强要求，", "he stressed ", "“", "”", ". ", "。", "\n\n", "é ")  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=5))
def test_many_texts_at_once_have_the_mentions_of_each(texts: list[tuple[str, str]]) -> None:
    normal = [(normalise(title), normalise(body)) for title, body in texts]
    found = SCORER.mentions_in(normal)
    together: list[list[Mention]] = [[] for _ in normal]
    for report, wording, start, end, carrier in zip(*(column.tolist() for column in found[:5]), strict=True):
        place, *carried = found.carriers[carrier]
        together[report].append(Mention(*SCORER.wordings[wording], place, start, end, *carried))
    assert together == [SCORER.mentions(title, body) for title, body in normal]


@pytest.mark.parametrize(
    ("title", "feed", "serial"),
    [
        ("FOMC Statement, July", "fed", "statement"),
        ("FOMC Statement, July", "other", ""),
        ("On the FOMC statement", "fed", ""),
        ("政府工作報告", "fed", "report"),
        ("Ｒｅｐｏｒｔ  on the work", "", "report"),
        ("", "fed", ""),
    ],
)
def test_a_report_belongs_to_the_first_serial_whose_title_and_source_match(title: str, feed: str, serial: str) -> None:
    revision = Revision(title, "Text.", "feed", datetime(2026, 1, 1, tzinfo=UTC))
    assert SCORER.score(revision, "en", feed).serial == serial


def test_concepts_that_are_not_in_the_lexicon_are_carried_and_weighed_alike() -> None:
    typed = Concept('"zebra"', "zebra", {"": ("zebra",)})
    found = Scorer(LEXICON, [typed]).mentions(
        "zebra", normalise("Zebra.\n\nThe council required zebra, core technology")
    )
    assert [(each.concept, each.cue, each.speaker, each.weight) for each in found] == [
        ('"zebra"', "", "", 1.5), ('"zebra"', "", "", 0.5), ('"zebra"', "required", "council", 2.5),
    ]  # fmt: skip
