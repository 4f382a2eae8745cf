"""Addresses outside."""

import pytest

from tracker.pages.external_links import host, link


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/a?b#c", "example.org"),
        ("HTTP://Example.org:8080", "Example.org:8080"),
        ("https://name:secret@example.org/a", "example.org"),
        ("https://部.example/一", "部.example"),
        ("https://[broken", "[broken"),
        ("https:///path", ""),
        ("javascript:alert(1)//https://example.org", ""),
        (" https://example.org", ""),
        ("data:text/html,x", ""),
        ("file:///etc/passwd", ""),
        ("", ""),
    ],
)
def test_only_an_address_of_the_web_has_a_host_and_becomes_a_link(url: str, expected: str) -> None:
    assert host(url) == expected
    assert bool(link(url, "there")) == bool(expected)


def test_an_address_cannot_break_out_of_its_link() -> None:
    html = link('https://example.org/"onmouseover="alert(1)', "<b>")
    assert 'href="https://example.org/&quot;onmouseover=&quot;alert(1)"' in html
    assert "&lt;b&gt;" in html
