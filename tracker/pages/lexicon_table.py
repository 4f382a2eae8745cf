"""One concept as HTML: its head, and the table of its wordings."""

from html import escape
from urllib.parse import urlencode

from tracker.charts.sparkline import sparkline
from tracker.pages.controls import LANGUAGES
from tracker.pages.lexicon_rows import Address, chinese, day
from tracker.queries.wordings import Seen, Wording, Wordings
from tracker.words.lexicon import Concept


def head(concept: Concept, theme: str, address: Address) -> str:
    """A concept's labels, theme, note and exclusions, with the way back and the way to its chart."""
    back = escape(address(concept=None, wording=None, **{"try": None}), quote=True)
    chart = escape("/trends?" + urlencode({"term": concept.id}), quote=True)
    note = f"<p>{escape(concept.note)}</p>" if concept.note else ""
    within = f'<p class="quiet">Not counted within {escape("; ".join(concept.not_within))}</p>'
    return (
        f'<div class="lc"><a href="{back}" target="_self">← All concepts</a>'
        f"<h1>{escape(concept.label)}{chinese(concept.label_zh)}</h1>"
        f'<p class="quiet">{escape(theme)} · <code>{escape(concept.id)}</code> · '
        f'<a href="{chart}" target="_self">chart it</a></p>{note}{within if concept.not_within else ""}</div>'
    )


def wordings(concept: Concept, found: Wordings, address: Address) -> str:
    """The variants, language by language; each name leads to what can be done with it."""
    names = {"Wording": "", "Mentions": "number", "Share of mentions": "number", "Reports with": "number"}
    names |= {"First": "", "Last": "", f"Share of reports by {found.by}": ""}
    titles = "".join(f'<th scope="col" class="{kind}">{name}</th>' for name, kind in names.items())
    bodies = ""
    for language, variants in concept.variants.items():
        if variants:
            bodies += (
                f'<tbody><tr><th scope="rowgroup" colspan="7">{escape(LANGUAGES.get(language, language))}</th></tr>'
            )
            bodies += "".join(_wording(found.of(variant), language, address) for variant in variants) + "</tbody>"
    return f'<table class="lw"><thead><tr>{titles}</tr></thead>{bodies}</table>'


def _wording(row: Wording, language: str, address: Address) -> str:
    href = escape(address(wording=row.variant), quote=True)
    name = f'<a href="{href}" target="_self" lang="{escape(language, quote=True)}">{escape(row.variant)}</a>'
    if row.first is None or row.last is None:
        return f'<tr><td>{name}</td><td class="number" data-label="Mentions">0</td>{"<td></td>" * 5}</tr>'
    share = f"{row.share:.0%}" if row.share >= 0.005 else "under 1%"
    share += f'<span class="bar" style="--share:{row.share:.1%}"></span>'
    return (
        f'<tr><td>{name}</td><td class="number" data-label="Mentions">{row.mentions:,}</td>'
        f'<td class="number" data-label="Share">{share}</td>'
        f'<td class="number" data-label="Reports">{row.reports_with:,}</td>'
        f'<td class="day" data-label="First">{seen(row.first)}</td>'
        f'<td class="day" data-label="Last">{seen(row.last)}</td>'
        f'<td><img alt="share of reports with “{escape(row.variant, quote=True)}” over time" '
        f'src="{sparkline(row.spark)}"></td></tr>'
    )


def seen(where: Seen) -> str:
    """A day that leads to a report of it."""
    return f'<a href="/reports?report={where.report}" target="_self">{day(where.day)}</a>'
