"""Colours that the colour-blind can tell apart, and that stay with their term on every page."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from zlib import crc32

Theme = Literal["light", "dark"]

# After Okabe and Ito (2008), darkened or lightened until each reads as text on its background (4.5 to 1)
# and until any two differ for protan, deutan and tritan eyes.
PALETTE: dict[Theme, tuple[str, ...]] = {
    "light": ("#0072b2", "#de210b", "#1b6c54", "#a6568d", "#6c7a14", "#3c2fa0", "#3f291d"),
    "dark": ("#5aa9e6", "#f4811a", "#1fd5a1", "#ffbdec", "#d6e42e", "#9765ff", "#c5ad64"),
}


@dataclass(frozen=True, slots=True)
class Paper:
    """The colours of everything that is not a line."""

    background: str
    ink: str
    quiet: str
    grid: str


PAPER: dict[Theme, Paper] = {
    "light": Paper("#ffffff", "#1b2733", "#5b6670", "#e6e9ec"),
    "dark": Paper("#0e1117", "#eef1f4", "#a3adb8", "#262c36"),
}


def colour(term: str, theme: Theme) -> str:
    """The colour a term has wherever no earlier term of the same chart has taken it."""
    return PALETTE[theme][_slot(term, len(PALETTE[theme]))]


def colours(terms: Iterable[str], theme: Theme) -> dict[str, str]:
    """A colour for each term, all distinct up to the size of the palette; a later term never moves an earlier one."""
    palette = PALETTE[theme]
    given: dict[str, str] = {}
    for term in dict.fromkeys(terms):
        round_start = len(given) // len(palette) * len(palette)
        taken = set(list(given.values())[round_start:])
        first = _slot(term, len(palette))
        given[term] = next(c for c in palette[first:] + palette[:first] if c not in taken)
    return given


def with_alpha(colour: str, opacity: float) -> str:
    """The colour made transparent, for bands and faint points."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


def _slot(term: str, size: int) -> int:
    return crc32(term.casefold().encode("utf-8", "replace")) % size
