"""Likeness: shingles, and the bands by which likes are found among many."""

import random

from tracker.words.near_duplicates import BANDS, WORDS, alike, bands, shingles

WORDS_OF_OURS = [f"word{number}" for number in range(2_000)]


def text(chance: random.Random, words: int = 300) -> str:
    return " ".join(chance.choices(WORDS_OF_OURS, k=words))


def test_shingles_are_runs_of_three_words_or_han_characters() -> None:
    assert shingles("one two three four") == {"one two three", "two three four"}
    assert shingles("核心技术 ai") == {"核 心 技", "心 技 术", "技 术 ai"}
    assert shingles("two words") == {"two words"}
    assert shingles("") == {""}


def test_bands_stay_the_same_from_version_to_version() -> None:
    """They are stored: a library that made others would lose every link to what is stored already."""
    assert bands("a b c d", WORDS)[:2] == (576513010289849230, 1560208312869193545)


def test_a_short_text_has_no_bands() -> None:
    assert bands("one two three", WORDS - 1) == ()


def test_likes_share_a_mark_and_others_do_not() -> None:
    chance = random.Random(1)
    met = missed = 0
    for _ in range(200):
        original = text(chance)
        changed = [chance.choice(WORDS_OF_OURS) if chance.random() < 0.03 else word for word in original.split()]
        copy, other = " ".join(changed), text(chance)
        assert len(bands(original, WORDS)) == BANDS
        if alike(shingles(original), shingles(copy)):
            missed += not set(bands(original, WORDS)) & set(bands(copy, WORDS))
        met += bool(set(bands(original, WORDS)) & set(bands(other, WORDS)))
    assert (missed, met) == (0, 0)
