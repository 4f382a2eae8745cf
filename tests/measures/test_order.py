"""What comes first, and what changed its place."""

from itertools import permutations
from random import Random

import pytest
from scipy.stats import kendalltau

from tracker.documents import Mention
from tracker.measures.order import Moved, Order, first_appearance


@pytest.mark.parametrize(
    ("before", "after", "joined", "left", "moved"),
    [
        ("ABC", "ABC", "", "", []),
        ("ABC", "AXBC", "X", "", []),  # who steps in between moves nobody
        ("ABC", "AC", "", "B", []),
        ("ABCD", "DABC", "", "", [("D", 4, 1)]),
        ("ABCD", "BCDA", "", "", [("A", 1, 4)]),
        ("ABC", "XCAY", "XY", "B", [("C", 3, 2)]),
        ("AB", "BA", "", "", [("B", 2, 1)]),
        ("", "AB", "AB", "", []),
        ("AB", "", "", "AB", []),
        ("", "", "", "", []),
    ],
)
def test_who_joined_left_and_moved(
    before: str, after: str, joined: str, left: str, moved: list[tuple[str, int, int]]
) -> None:
    found = Order(tuple(before), tuple(after))
    assert ("".join(found.joined), "".join(found.left)) == (joined, left)
    assert found.moved == tuple(Moved(*each) for each in moved)
    assert found.same is (before == after)


@pytest.mark.parametrize("after", list(permutations("ABCDE")))
def test_no_fewer_names_could_have_moved(after: tuple[str, ...]) -> None:
    found = Order(tuple("ABCDE"), after)
    stayed = [name for name in after if name not in {each.name for each in found.moved}]
    assert stayed == sorted(stayed)
    fewer = (each for size in range(len(stayed) + 1, 6) for each in permutations("ABCDE", size))
    longer = [each for each in fewer if list(each) == sorted(each) == [name for name in after if name in each]]
    assert longer == []


@pytest.mark.parametrize("seed", range(20))
def test_tau_is_the_one_that_scipy_has(seed: int) -> None:
    chance = Random(seed)
    before = [str(each) for each in range(chance.randrange(2, 30))]
    after = chance.sample(before, len(before))
    assert Order(tuple(before), tuple(after)).tau == pytest.approx(
        kendalltau(range(len(before)), [after.index(each) for each in before]).statistic
    )


@pytest.mark.parametrize(
    ("before", "after", "tau"),
    [("AB", "AB", 1), ("AB", "BA", -1), ("AX", "A", None), ("", "", None), ("ABX", "YAB", 1)],
)
def test_tau_is_of_the_names_in_both(before: str, after: str, tau: float | None) -> None:
    assert Order(tuple(before), tuple(after)).tau == tau


def test_the_title_comes_first_and_a_concept_counts_where_it_first_appears() -> None:
    mentions = [
        Mention("b", "", "lead", 0, 4),
        Mention("short", "", "lead", 9, 10),
        Mention("long", "", "lead", 9, 14),
        Mention("c", "", "body", 30, 31),
        Mention("b", "", "body", 40, 44),
        Mention("a", "", "title", 50, 54),
    ]
    assert first_appearance(reversed(mentions)) == ("a", "b", "long", "short", "c")
