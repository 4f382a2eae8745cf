"""Two texts side by side: what stayed, changed, went, came and moved."""

import random
import time
from itertools import count

import pytest

from tracker.words.redline import MOST_PAIRS, Kind, Redline, redline

A = "Job gains have been solid in recent months."
B = "Inflation remains elevated, reflecting higher energy prices."
C = "The board decided to keep the target range at 5-1/4 to 5-1/2 percent."
D = "Risks to the outlook are roughly in balance."
KEPT = "The board will assess incoming data with care."
E, F, G, H = "坚持稳中求进工作总基调。", "加强党的全面领导。", "促进就业和居民增收；", "推动绿色低碳发展。"


def kinds(found: Redline) -> list[tuple[Kind, str]]:
    return [(piece.kind, found.text(piece).strip()) for piece in found.pieces]


def both(found: Redline) -> tuple[str, str]:
    """The two texts, put together again from the pieces."""
    old = (found.old[slice(*each.old)] for each in found.pieces if each.old and each.kind != "moved")
    new = (found.new[slice(*each.new)] for each in found.pieces if each.new and each.kind != "away")
    return "".join(old), "".join(new)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ([A, B], [A, B], [("same", A), ("same", B)]),
        ([A, B], [A, D, B], [("same", A), ("added", D), ("same", B)]),
        ([A, B, C], [A, C], [("same", A), ("dropped", B), ("same", C)]),
        ([A, B], [A, D], [("same", A), ("dropped", B), ("added", D)]),
        ([A, B, C], [B, C, A], [("away", A), ("same", B), ("same", C), ("moved", A)]),
        ([A, B, C], [C, A, B], [("moved", C), ("same", A), ("same", B), ("away", C)]),
        ([], [A], [("added", A)]),
        ([A], [], [("dropped", A)]),
        ([], [], []),
        ([E, F, G], [E, H, G], [("same", E), ("dropped", F), ("added", H), ("same", G)]),
        ([E, F, G], [G, E, F], [("moved", G), ("same", E), ("same", F), ("away", G)]),
    ],
)  # fmt: skip
def test_each_sentence_is_the_same_or_came_or_went_or_moved(
    old: list[str], new: list[str], said: list[tuple[Kind, str]]
) -> None:
    assert kinds(redline("\n\n".join(old), "\n\n".join(new))) == said


def test_a_changed_sentence_shows_its_words_and_one_that_moved_does_too() -> None:
    found = redline(f"{A} {B} {C}", f"{C.replace('1/2', '3/4')} {A} {B.replace('higher energy', 'lower food')}")
    moved, changed = (next(each for each in found.pieces if each.kind == kind) for kind in ("moved", "changed"))
    assert [each.text for each in moved.wording if each.kind != "same"] == ["5-1/2 ", "5-3/4 "]
    assert [each.text for each in changed.wording if each.kind != "same"] == ["higher energy ", "lower food "]
    assert not found.same


def test_a_sentence_moved_is_known_at_both_its_places() -> None:
    found = redline(f"{A} {B} {C}", f"{C} {A} {B}")
    moved, away = (next(each for each in found.pieces if each.kind == kind) for kind in ("moved", "away"))
    assert (moved.old, moved.new) == (away.old, away.new)
    assert found.old[slice(*moved.old)].strip() == found.new[slice(*moved.new)].strip() == C  # type: ignore[misc]


def test_more_words_stay_in_place_rather_than_more_sentences() -> None:
    """A long sentence is what the others moved around."""
    found = redline(f"Be it so. So it is. {C}", f"{C} Be it so. So it is.")
    assert kinds(found)[-3:] == [("same", C), ("added", "Be it so."), ("added", "So it is.")]


def test_the_same_sentence_is_paired_rather_than_one_much_like_it() -> None:
    like = KEPT.replace("incoming", "all incoming")
    assert kinds(redline(KEPT, f"{like} {KEPT}")) == [("added", like), ("same", KEPT)]
    assert kinds(redline(KEPT, f"{KEPT} {like}")) == [("same", KEPT), ("added", like)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The committee’s “goal”.\n\nIt is so.", 'The committee\'s "goal".  It is so.'),
        ("增长１１．７％。\n\n好。", "增长11.7%。好。"),
    ],
)
def test_space_and_the_form_of_signs_are_no_change(old: str, new: str) -> None:
    assert redline(old, new).same


def _draw(chance: random.Random) -> list[str]:
    words = ["policy", "inflation", "改革", "开放", "growth", "the", "of", "risk", "3.5", "U.S.", "经济，"]
    ends = (". ", "。", "! ", "\n\n", "；", "")
    return [" ".join(chance.choices(words, k=chance.randrange(1, 9))) + chance.choice(ends) for _ in range(20)]


@pytest.mark.parametrize("seed", range(40))
def test_the_pieces_are_exactly_both_texts(seed: int) -> None:
    chance = random.Random(seed)
    old = _draw(chance)
    new = [each for each in old if chance.random() > 0.2]
    for _ in range(chance.randrange(6)):
        new.insert(chance.randrange(len(new) + 1), chance.choice([*old, *_draw(chance)]))
    found = redline("".join(old), "".join(new))
    assert both(found) == ("".join(old), "".join(new))
    assert found.count("moved") == found.count("away")
    back = redline("".join(new), "".join(old))
    assert back.count("same") == found.count("same")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("U.S. growth... slowed?!  Yes", "U.S.\tgrowth\r\n"),
        ("👩‍👩‍👧 e\u0301 \x00", "👩‍👧 é"),
        ("a " * 9000, "b " * 9000),
    ],
)
def test_odd_texts_are_still_exactly_both(old: str, new: str) -> None:
    assert both(redline(old, new)) == (old, new)


def long(characters: int) -> tuple[str, str]:
    """A Chinese text of sentences that are all different, and the same with one in three changed or moved."""
    chance, number = random.Random(1), count(0x4E00)
    han = [chr(next(number)) for _ in range(600)]
    old = ["".join(chance.choices(han, k=chance.randrange(15, 60))) + "。" for _ in range(characters // 37)]
    new = [each if chance.random() > 0.3 else each[:5] + "".join(chance.choices(han, k=8)) + each[5:] for each in old]
    for _ in range(len(new) // 20):
        new.insert(chance.randrange(len(new)), new.pop(chance.randrange(len(new))))
    return "".join(old), "".join(new)


def test_two_long_reports_take_well_under_a_second() -> None:
    old, new = long(20_000)
    redline("One.", "Two.")  # what is loaded on first use
    began = time.perf_counter()
    found = redline(old, new)
    assert time.perf_counter() - began < 1
    assert found.count("same") > 300
    assert found.count("changed") > 50
    assert found.count("moved") > 5


@pytest.mark.parametrize("language", ["en", "zh"])
def test_of_three_thousand_sentences_a_side_what_changed_and_moved_is_told(language: str) -> None:
    chance = random.Random(2)
    words = [f"{one}{other}" for one in ("alder", "birch", "cedar", "elm", "fir") for other in range(400)]
    old = [" ".join(["The", *chance.choices(words, k=chance.randrange(8, 30))]) + ". " for _ in range(3000)]
    if language == "zh":
        old = [
            "".join(chr(0x4E00 + chance.randrange(2500)) for _ in range(chance.randrange(15, 60))) + "。" for _ in old
        ]
    new = [f"{each[:-2]}{'，新' if language == 'zh' else ' anew'}{each[-2:]}" if chance.random() < 0.3 else each
           for each in old]  # fmt: skip
    for _ in range(100):
        new.insert(chance.randrange(3000), new.pop(chance.randrange(3000)))
    found = redline("".join(old), "".join(new))
    assert found.count("changed") > 700
    assert found.count("moved") > 80
    assert found.count("added") + found.count("dropped") < 30


def test_texts_too_long_to_compare_sentence_by_sentence_still_show_what_is_the_same() -> None:
    old = [f"Sentence {number} is here.\n" for number in range(int(MOST_PAIRS**0.5) + 2)]
    new = [*old[:1000], "Another one.\n", *old[1000:]]
    found = redline("".join(old), "".join(new))
    assert (found.count("same"), found.count("added"), found.count("changed")) == (len(old), 1, 0)
