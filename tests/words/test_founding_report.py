"""The report that the project starts from: each of its mentions with its cue and speaker, as a reader has them.

The text is not part of the project. It lies beside the checkout, or this is left out.
"""

from itertools import groupby

import pytest

from tests.e2e.replay import SHARED
from tests.words.test_cues import SHIPPED
from tracker.documents import Mention
from tracker.words.lexicon import Concept
from tracker.words.scorer import Scorer
from tracker.words.text import normalise

REPORT = SHARED / "data" / "founding_report.txt"
XI = "xi jinping"
SECURITY, DRIVE = "cyber-and-information-security", "informatization-drive"
# Cue, speaker, and the concepts under it in the order of the text; a new row where a paragraph or cue begins.
EXPECTED = [
    # the title, then the agency's own: title, those in attendance, the lead up to the verb
    ("", "", f"{SECURITY} {DRIVE}"),
    ("", "", f"{SECURITY} {DRIVE}"),
    ("stresses", XI, "new-development-ideas"),
    ("", "", f"{SECURITY} {DRIVE} {SECURITY} {DRIVE}"),
    ("stressing", XI, f"new-development-ideas new-development-ideas cyber-power {DRIVE} {SECURITY} {DRIVE}"),
    ("indicated", XI, f"{SECURITY} {DRIVE}"),
    # what others said is told without a verb of reporting
    ("", "", f"science-technology {SECURITY} cyberspace-governance {DRIVE} core-technology platform-economy-rules "
             f"core-technology {SECURITY} {SECURITY}"),
    ("indicated", XI, DRIVE),
    ("pointed out", XI, "new-normal new-normal talent-strategy output-per-hour"),
    ("stressed", XI, f"{DRIVE} people-at-the-centre {DRIVE}"),
    ("pointed out", XI, "cyberspace-governance two-centenaries mass-line democracy-and-freedom"),
    ("stressed", XI, "cyberspace-governance cyberspace-governance cyberspace-governance cyberspace-governance "
                     "public-opinion core-values positive-energy cyberspace-governance"),
    ("pointed out", XI, "key-technology key-technology science-technology key-technology alliances-and-partners "
                        "schools-and-education key-technology output-per-hour key-technology basic-research "
                        "basic-research"),
    ("stressed", XI, f"{SECURITY} {DRIVE} {SECURITY} {SECURITY} {SECURITY} deterrence-posture {SECURITY} {SECURITY} "
                     f"{SECURITY} {SECURITY}"),
    ("pointed out", XI, "platform-economy-rules people-livelihood indigenous-innovation key-technology "
                        "platform-economy-rules"),
    ("stressed", XI, f"talent-strategy talent-strategy {DRIVE} cyberspace-governance talent-strategy talent-strategy "
                     "talent-strategy reform-agenda talent-strategy talent-strategy talent-strategy talent-strategy "
                     "talent-strategy talent-strategy talent-strategy jobs-and-employment talent-strategy "
                     "talent-strategy talent-strategy talent-strategy"),
    ("", "", f"{SECURITY} {DRIVE}"),
]  # fmt: skip
# A phrase, which of its occurrences, and how it stands.
PHRASES = [
    ("universalization of informatized services", 0, ("stressed", XI)),
    ("700 million netizens", 0, ("pointed out", XI)),
    ("new drivers", 0, ("pointed out", XI)),
    ("joint participation", 0, ("stressed", XI)),
    ("opinions and suggestions", 0, ("indicated", XI)),
    ("opinions and suggestions", 1, ("", "")),
    ("opinions and suggestions", 2, ("indicated", XI)),
    ("great open gate", 0, ("pointed out", XI)),
    ("attended the Conference", 0, ("stressing", XI)),  # in the paragraph of the verb, though the agency says it
    ("attended the Conference", 1, ("", "")),
]

pytestmark = pytest.mark.skipif(not REPORT.exists(), reason=f"the report is not beside this checkout ({REPORT})")


def texts() -> tuple[str, str, str]:
    """The normalised title, body and comment form."""
    title, rest = REPORT.read_text(encoding="utf-8").split("\n\n", 1)
    body, form = rest.split("\nLeave a Reply", 1)
    return normalise(title), normalise(body), normalise(form)


def test_each_mention_stands_under_its_cue_and_speaker() -> None:
    title, body, _ = texts()

    def stands(mention: Mention) -> tuple[str, int, str, str]:
        paragraph = 0 if mention.place == "title" else body.count("\n", 0, mention.start)
        return mention.place, paragraph, mention.cue, mention.speaker

    found = Scorer(SHIPPED).mentions(title, body)
    rows = [(*key[2:], " ".join(each.concept for each in same)) for key, same in groupby(found, stands)]
    assert rows == EXPECTED


@pytest.mark.parametrize(("phrase", "which", "expected"), PHRASES)
def test_a_typed_phrase_stands_under_its_cue_and_speaker(phrase: str, which: int, expected: tuple[str, str]) -> None:
    title, body, _ = texts()
    found = Scorer(SHIPPED, [Concept(phrase, phrase, {"": (phrase,)})]).mentions(title, body)[which]
    assert (found.cue, found.speaker) == expected


def test_the_comment_form_has_no_mention_and_no_cue() -> None:
    title, body, form = texts()
    scorer = Scorer(SHIPPED)
    assert scorer.mentions("", form) == []
    assert scorer.mentions(title, f"{body}\n{form}") == scorer.mentions(title, body)
