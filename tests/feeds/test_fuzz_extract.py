"""Whatever bytes come for a page or stand in a feed's markup: a text that can be stored, and the article's own."""

from hypothesis import given
from hypothesis import strategies as st

from tests.feeds.fuzzing import examples, storable
from tracker.feeds.extract import from_markup, from_page

SENTENCES = [
    f"The {number} conference stressed that core technology must be mastered, and that every region has its part in it."
    for number in ("first", "second", "third", "fourth", "fifth")
]
PAGE = (
    "<!DOCTYPE html><html><head><title>T</title></head><body><nav><a href='/'>Home</a></nav><article><h1>T</h1>{}"
    "</article><footer>About</footer></body></html>"
)
PIECES = [
    b"<p>", b"</p>", b"<div>", b"</div>", b"<table><tr>", b"</td>", b"<ul><li>", b"<br><br>", b"<article>",
    b"</article>", b"<main>", b"</body>", b"<html>", b"<script>", b"</script>", b"<style>", b"<!--", b"-->",
    b"<![CDATA[", b"]]>", b"<time>", b"<meta property='article:published_time' content='x'>", b"<meta charset='hex'>",
    b"<meta charset='gbk'>", b"<script type='application/ld+json'>{\"@type\": [{\"x\": null}]}</script>",
    b"<base href='http://['>", b"<a href='http://['>", b"<title>", b"<h1>", b"<svg>", b"<?php", b"&#8;", b"&#xD800;",
    b"&#0", b"&amp;#1;", b"&", b"\0", b"\x0c", b"\x80", b"\xff", b"\xfe", b"\xef\xbf\xbe", b"\xed\xa0\x80",
    b"\xe4\xbd", "核心技术。".encode(), "核心".encode("gbk"), SENTENCES[0].encode(), b"<div>" * 300,
]  # fmt: skip
soup = st.lists(st.one_of(st.sampled_from(PIECES), st.binary(max_size=6)), max_size=25).map(b"".join)


@examples(100)
@given(st.one_of(soup, soup.map(lambda inside: PAGE.encode().replace(b"{}", inside))))
def test_any_page_is_a_text_that_can_be_stored(body: bytes) -> None:
    page = from_page(body, "https://example.org/a")
    assert all(map(storable, (page.title, page.body, page.published or "")))


@examples(200)
@given(soup)
def test_any_markup_is_a_text_that_can_be_stored(body: bytes) -> None:
    assert storable(from_markup(body.decode("utf-8", "replace")))


@examples(60)
@given(
    st.lists(st.sampled_from(SENTENCES), min_size=3, max_size=5, unique=True),
    st.sampled_from(PIECES[-17:-8]),
    st.integers(0, 80),
)
def test_what_is_no_character_costs_no_more_than_its_neighbours(sentences: list[str], noise: bytes, place: int) -> None:
    first = sentences[0].encode()
    body = (
        b"<p>"
        + first[:place]
        + noise
        + first[place:]
        + b"</p>"
        + "".join(f"<p>{each}</p>" for each in sentences[1:]).encode()
    )
    page = from_page(PAGE.encode().replace(b"{}", body), "https://example.org/a")
    assert page.body.split("\n\n")[1:] == sentences[1:]
    assert page.body.endswith(sentences[-1])
