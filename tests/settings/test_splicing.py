"""One place of a YAML text changes, and not a character beside it."""

import difflib

import pytest

from tracker.settings import splicing
from tracker.settings.splicing import append, put, take

TEXT = """# head
themes:
  # first theme
  - id: a
    label: A
    concepts:
      # the one
      - id: one
        label: One   # label
        variants:
          en:   # english: a list
            - alpha   # about alpha
            - beta
            # after beta
          # chinese
          zh:
          - 甲

        # note follows
        note: >
          long
          note

      # the two
      - {id: two, label: Two, variants: {en: [x, y]}}  # inline
      # end of concepts
  # second theme
  - id: b
    concepts: []   # none yet
    label: B
# cues
cues: {}"""
ONE = ("themes", 0, "concepts", 0)
TWO = ("themes", 0, "concepts", 1)
NEW = {"id": "new", "label": "N: w", "variants": {"en": ["n", "互联网+"]}}
CHANGES = {
    "a block list gets an item above the comments behind it": (
        lambda text: append(text, (*ONE, "variants", "en"), "gamma"),
        ["+            - gamma"],
    ),
    "a list that is not indented": (
        lambda text: append(text, (*ONE, "variants", "zh"), "乙"), ["+          - 乙"]
    ),
    "a flow list gets an item": (
        lambda text: append(text, (*TWO, "variants", "en"), "a, b"),
        ["-      - {id: two, label: Two, variants: {en: [x, y]}}  # inline",
         "+      - {id: two, label: Two, variants: {en: [x, y, 'a, b']}}  # inline"],
    ),
    "a list that was not there, in a block map": (
        lambda text: append(text, (*ONE, "variants", "fr"), "non"), ["+          fr: [non]"]
    ),
    "a list that was not there, in a flow map": (
        lambda text: append(text, (*TWO, "variants", "zh"), "丙"),
        ["-      - {id: two, label: Two, variants: {en: [x, y]}}  # inline",
         "+      - {id: two, label: Two, variants: {en: [x, y], zh: [丙]}}  # inline"],
    ),
    "a map behind a map in flow style": (
        lambda text: append(text, ("themes", 0, "concepts"), NEW),
        ["+      - id: new", "+        label: 'N: w'", "+        variants:", "+          en: [n, 互联网+]"],
    ),
    "a map in an empty list": (
        lambda text: append(text, ("themes", 1, "concepts"), NEW),
        ["-    concepts: []   # none yet", "+    concepts:   # none yet", "+      - id: new", "+        label: 'N: w'",
         "+        variants:", "+          en: [n, 互联网+]"],
    ),
    "a map at the end of the outermost list": (
        lambda text: append(text, ("themes",), {"id": "c", "concepts": []}), ["+  - id: c", "+    concepts: []"]
    ),
    "an item goes, its neighbours' comments stay": (
        lambda text: take(text, (*ONE, "variants", "en", 1)), ["-            - beta"]
    ),
    "the last item of a block list goes": (
        lambda text: take(text, (*ONE, "variants", "zh", 0)),
        ["-          zh:", "-          - 甲", "+          zh: []"],
    ),
    "the first item of a flow list goes": (
        lambda text: take(text, (*TWO, "variants", "en", 0)),
        ["-      - {id: two, label: Two, variants: {en: [x, y]}}  # inline",
         "+      - {id: two, label: Two, variants: {en: [y]}}  # inline"],
    ),
    "the last item of a flow list goes": (
        lambda text: take(text, (*TWO, "variants", "en", 1)),
        ["-      - {id: two, label: Two, variants: {en: [x, y]}}  # inline",
         "+      - {id: two, label: Two, variants: {en: [x]}}  # inline"],
    ),
    "all items of a flow list go": (
        lambda text: take(take(text, (*TWO, "variants", "en", 1)), (*TWO, "variants", "en", 0)),
        ["-      - {id: two, label: Two, variants: {en: [x, y]}}  # inline",
         "+      - {id: two, label: Two, variants: {en: []}}  # inline"],
    ),
    "a map goes, the comments around it stay": (
        lambda text: take(text, TWO), ["-      - {id: two, label: Two, variants: {en: [x, y]}}  # inline"]
    ),
    "a key goes": (
        lambda text: take(text, (*ONE, "note")), ["-        note: >", "-          long", "-          note"]
    ),
    "a value changes before its comment": (
        lambda text: put(text, (*ONE, "label"), "#1"),
        ["-        label: One   # label", "+        label: '#1'   # label"],
    ),
    "a folded value changes": (
        lambda text: put(text, (*ONE, "note"), "short\nnote"),
        ["-        note: >", "-          long", "-          note", "+        note: short note"],
    ),
    "an item changes": (
        lambda text: put(text, (*ONE, "variants", "en", 0), "omega"),
        ["-            - alpha   # about alpha", "+            - omega   # about alpha"],
    ),
    "a key comes to a block map": (lambda text: put(text, ("themes", 1, "label_zh"), "乙"), ["+    label_zh: 乙"]),
    "a list comes to a flow map": (
        lambda text: put(text, (*TWO, "not_within"), ["x y"]),
        ["-      - {id: two, label: Two, variants: {en: [x, y]}}  # inline",
         "+      - {id: two, label: Two, variants: {en: [x, y]}, not_within: [x y]}  # inline"],
    ),
    "a block list becomes another": (
        lambda text: put(text, (*ONE, "variants", "en"), ["beta", "gamma"]),
        ["-            - alpha   # about alpha", "+            - gamma"],
    ),
    "the end of a text without a line end": (
        lambda text: put(text, ("tiers",), []), ["+tiers: []"]
    ),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_only_what_is_meant_changes(change: str) -> None:
    edit, wanted = CHANGES[change]
    made = edit(TEXT)
    lines = difflib.ndiff(TEXT.split("\n"), made.split("\n"))
    changed = [line[0] + line[2:] for line in lines if line[0] in "+-"]
    assert sorted(changed) == sorted(wanted)
    assert splicing.plain(made) is not None


def test_what_is_written_is_read_back() -> None:
    texts = [
        "no",
        "1",
        "互联网+",
        "a: b",
        "# c",
        "",
        "it's",
        '"',
        "- x",
        "a, b",
        "[x]",
        "*y",
        "null",
        "0x1",
        "~",
        "é\x07",
    ]
    made = put(TEXT, ("cues",), texts)
    assert splicing.plain(made)["cues"] == texts
