"""A name is shown as the text writes it, not as it is stored."""

import pytest

from tracker.words.text import normalise
from tracker.words.written import written


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("POLICY SPEECH", "Policy of Li Na. Li Na said so."), "Li Na"),
        (("LI NA SPOKE", "Li Na said so, and Li Na went."), "Li Na"),  # more often so than in the heading
        (("", "The lina and Linas of li na; Li Na and LI NA."), "li na"),  # of equals the first
        (("", "Li\nNa said so."), "Li Na"),
        (("Li\u00adNa", "Ｌｉ－Ｎａ said so."), "Ｌｉ－Ｎａ"),
        (("A title", "Nobody is named."), "li na"),
        (("", ""), "li na"),
    ],
)
def test_a_name_is_as_its_texts_write_it_most_often(texts: tuple[str, ...], expected: str) -> None:
    assert written("li na", texts) == expected


@pytest.mark.parametrize(
    "name", ["Jean-Claude Trichet", "Fernando Alvarez O\u2019Neill", "習近平", "José Åström", "İlker"]
)
def test_a_name_comes_back_whatever_folding_did_to_it(name: str) -> None:
    assert written(normalise(name), (f"由{name}强调。 Then {name}, and {name} said.",)) == name
