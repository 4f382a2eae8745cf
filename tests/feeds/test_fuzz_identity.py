"""Whatever an entry is told by: one key for one entry in all its forms, and different keys for different ones."""

from urllib.parse import urlencode

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.feeds.fuzzing import examples, storable
from tracker.feeds.identity import Identifiers, keys

segments = st.text(st.sampled_from("abcXYZ019-_.~%é中"), min_size=1, max_size=8).filter(lambda each: each.strip("./"))
names = st.sampled_from(["id", "p", "page", "article", "lang", "t", "q"])
queries = st.dictionaries(names, st.text(st.sampled_from("abc019-"), min_size=1, max_size=5), max_size=3)
TRACKING = {"utm_source": "rss", "utm_medium": "feed", "utm_campaign": "x", "fbclid": "abc", "gclid": "1"}
# Identifiers that are often alike, so that every way of telling entries apart is needed.
few = st.sampled_from(["", "a", "b", "example.org/a", "https://example.org/a"])
links = st.sampled_from(
    ["", "https://example.org/", "https://example.org/a", "http://example.org/a/", "https://example.org/b", "http://["]
)
marks = st.one_of(
    st.builds(Identifiers, few, links, few, few),
    st.builds(Identifiers, st.text(max_size=5), st.text(max_size=12), st.text(max_size=5), st.text(max_size=5)),
)


@st.composite
def addresses(draw: st.DrawFn) -> tuple[str, str, str]:
    """What an address says, and two forms of it: scheme, capitals, last slash, tracking and order differ."""
    path, query = "/".join(draw(st.lists(segments, min_size=1, max_size=3))), list(draw(queries).items())
    tracking = draw(st.lists(st.sampled_from(sorted(TRACKING.items())), unique=True))
    more = draw(st.permutations(query + tracking))
    scheme, host = draw(st.sampled_from(["http", "https"])), draw(st.sampled_from(["example.org", "Example.ORG"]))
    slash = draw(st.sampled_from(["", "/"]))
    asked, also = (f"?{urlencode(each)}" if each else "" for each in (query, more))
    told = f"{path} {sorted(query)}"
    return told, f"https://example.org/{path}{asked}", f"{scheme}://{host}/{path}{slash}{also}"


@examples(300)
@given(addresses(), st.text(max_size=5), st.text(max_size=5))
def test_every_form_of_an_address_is_one_key_whatever_else_changes(
    forms: tuple[str, str, str], guid: str, title: str
) -> None:
    _, first, second = forms
    assert keys([Identifiers("g", first, "T", "1 May")]) == keys([Identifiers(guid, second, title, "")])


@examples(300)
@given(addresses(), addresses())
def test_different_addresses_are_different_keys(one: tuple[str, str, str], other: tuple[str, str, str]) -> None:
    assume(one[0] != other[0])
    assert keys([Identifiers("", one[1], "", "")]) != keys([Identifiers("", other[2], "", "")])


@examples(600)
@given(st.lists(marks, max_size=8))
def test_no_two_entries_that_can_be_told_apart_have_one_key(entries: list[Identifiers]) -> None:
    found = keys(entries)
    assert len(found) == len(entries)
    assert all(found)
    assert all(map(storable, found)) or not all(storable(each) for entry in entries for each in entry)
    told = {}
    for key, entry in zip(found, entries, strict=True):
        alone = keys([Identifiers("", entry.link, "", "")])[0]
        told.setdefault(key, set()).add((alone, entry.title, entry.date))
    assert {key: alike for key, alike in told.items() if len(alike) > 1} == {}


@examples(300)
@given(st.lists(marks, max_size=6), st.randoms())
def test_the_order_of_a_feed_does_not_matter(entries: list[Identifiers], random: object) -> None:
    mixed = list(entries)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert dict(zip(mixed, keys(mixed), strict=True)) == dict(zip(entries, keys(entries), strict=True))
