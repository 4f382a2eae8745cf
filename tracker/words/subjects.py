"""Subjects: who an English reporting verb says is speaking, found by form in text that has no capitals.

There is no grammar here, only what stands before the verb: a pronoun, a person or body by its noun (committee,
minister), a name that was met before or is made like one, or nothing, where the verb goes on from another ("chaired
the meeting, and stressed").
"""

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from tracker.words.lexicon import Cue

# How sure one can be: a named person or body; someone who may be one; a pronoun for a person, for several, or for a
# body; the same who spoke last or leads the sentence, "joined" if only "and" stands between; the text's own voice
# ("we", "it must be stressed that"); or none, for nobody speaks.
Kind = Literal["named", "someone", "he", "they", "it", "same", "joined", "own", "none"]
PRONOUNS = frozenset({"he", "they", "it"})


class Subject(NamedTuple):
    """Whose a verb is; the name is empty where there is none, or where it must be found elsewhere."""

    kind: Kind
    name: str = ""


NONE, SAME, JOINED, OWN_VOICE = Subject("none"), Subject("same"), Subject("joined"), Subject("own")


def words(text: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(text.split())


_PERSONS = words("""
    president premier chairman chairwoman chairperson chair minister ministers secretary governor governors director
    directors administrator ambassador spokesperson spokesman spokeswoman official officials member members participant
    participants leader leaders delegate delegates deputy deputies representative representatives commissioner
    commissioners chancellor king queen pope envoy senator senators congressman mayor justices comrade comrades experts
    policymakers presidents
""")
_BODIES = words("""
    committee council board commission ministry department government governments congress senate house parliament
    cabinet court bank fed reserve treasury party bureau politburo assembly summit meeting conference session plenum
    forum symposium agency agencies office administration authority authorities bundesbank ecb imf nato eu un fomc
    report statement communique communiqué declaration document circular notice guideline guidelines resolution
    article editorial commentary letter plan kremlin pentagon beijing washington moscow brussels tokyo china russia
    japan nations states union side sides delegation group
""")
_NOUNS = _PERSONS | _BODIES
_TITLES = words("""
    president premier chairman chairwoman chairperson chair minister secretary general governor director ambassador
    spokesperson spokesman spokeswoman chancellor commissioner comrade senator mr mr. mrs mrs. ms ms. dr dr. professor
""")
_SURNAMES = words("""
    xi li wang zhang liu chen yang zhao huang zhou wu xu sun hu zhu gao lin guo luo liang song zheng xie han tang feng
    yu dong cheng cao yuan deng fu shen zeng peng lu su jiang cai jia ding wei xue ye yan pan du dai xia zhong tian ren
    shi yao tan zou xiong jin hao kong bai cui kang mao qiu qin gu hou shao meng wen ma qiao
""")
_THINGS = words("""
    data evidence information experience history research studies study indicators indicator surveys survey results
    figures facts events developments conditions situation this that these those there which what here all much more
    most nothing something everything anything one none it its above below so thus therefore hereby
""")
_CLOSED = words("""
    the a an of in on at by for with from to into under over as than or nor not no is are was were be been being am
    will would shall should may might must can could do does did very much more most such this that these those its
    our their his her my your every each any some no if when where while because although since until before after
    which whose per via being having
""")
_NAMING = _NOUNS | _TITLES | _SURNAMES
_IS = words("is are was were been be")
_SPEECHES = words("by in speech speeches remarks address statement talk report instruction instructions letter")
_BARRING = _CLOSED - _IS - _SPEECHES
_DETERMINERS = words("the a an our his her their its this that these those some several many most all both")
_PREPOSITIONS = words("of for in at on to from with by under during after before since")
_PLACES = _PREPOSITIONS - {"of", "for"}  # "the committee at its meeting" is the committee
_AUXILIARY = words("have has had be been will would what which i we it not there")
_PARTICLES = words("von van der den de del della di da du la le bin al el")
_PRONOUNS: dict[str, Subject] = {"he": Subject("he"), "she": Subject("he"), "they": Subject("they")}
_ADVERBS = words("""
    also both further furthermore again first second third then next later earlier once still now has have had today
    yesterday therefore thus moreover meanwhile all each jointly accordingly nonetheless nevertheless however instead
""")
_BREAKS = words("and but that while as when where because if although whereas who which then")
_JOINS = words("and but then while")
# What is only thought of: "when the committee decides to", "unless the government requires".
_CONDITIONS = words("when whenever if unless until once whether")
_TURNS = _BREAKS | _CONDITIONS
_MIND = words("anticipates expects believes judges perceives sees recognizes recognises")  # what no thing does
_IMPERSONAL = re.compile(r"\bit (?:\w+ )?(?:is|was|has been|(?:must|should|can|may|needs to) be)(?: [a-z]+ly)?$")
# What leads a sentence and is not said: "Xi Jinping chaired the meeting, and stressed".
_OCCASION = re.compile(
    r"\s(?:chair(?:s|ed)|presid(?:es|ed)|attend(?:s|ed)|deliver(?:s|ed)|gives?|gave|makes?|made|holds?|held|meets?|met"
    r"|visit(?:s|ed)|inspect(?:s|ed)|address(?:es|ed)|speaks?|spoke|listen(?:s|ed)|convene[sd]|host(?:s|ed)|open(?:s|ed)"
    r"|announce[sd]|issue[sd]|publish(?:es|ed)|sends?|sent|writes|wrote|tells|told|calls|called|review(?:s|ed)"
    r"|hears?|heard|receive[sd]|welcome[sd]|tour(?:s|ed)|leads|led|hail(?:s|ed)|conclude[sd]|arrive[sd]|talk(?:s|ed)"
    r"|urge[sd]|stress(?:es|ed)|says|said|points|pointed|participate[sd]|congratulate[sd]|repl(?:ies|ied)|signs|signed)\s"
)
# What shows who governs a sentence, behind the subject: "the committee will maintain the range, and expects".
_GOVERNS = re.compile(
    r"\s(?:will|would|shall|should|is|has|had|decided|decides|judge[sd]|agreed|voted|seeks|sees|believes|expects"
    r"|anticipates|continue[sd]|recogni[sz]e[sd]|remains|reaffirm(?:s|ed)|views)\s"
)
_REACH, _MOST = 160, 14  # characters and words before a verb that may hold its subject


def before(text: str, first: int, start: int, cue: Cue, following: str, known: tuple[str, ...]) -> Subject:
    """Whose the verb is that stands at ``start`` of a paragraph from ``first`` on; only ``named`` if it is strict.

    ``following`` are the characters after it, ``known`` the names met so far.
    """
    verb = cue.verb
    last = text[text.rfind(" ", first, start - 1) + 1 : start - 1]
    that, participle = verb.endswith(" that") or following.startswith(" that "), _participle(verb)
    in_present = verb.split()[0].endswith("s")
    if last in _BARRING or (last in _IS and not that and not participle) or following.startswith(" by "):
        return NONE  # most end here: the required, is expected, demanded by
    head = _head(text, first, start)
    last = head[-1] if head else ","
    if participle:  # stressing, pointing out
        if last not in _IS or len(head) < 2:
            return SAME if last in _SPEECHES or last in _JOINS or not last[-1].isalpha() else NONE
        head.pop()
        last = head[-1]
    if last in _JOINS:
        return JOINED if in_present else SAME
    if last[-1] in '”"' and (inverted := _behind(text, start + len(verb), known)).kind != "none":
        return inverted  # “so it is,” said the minister
    if last[-1] in ',;.!?”"':
        return SAME
    if last in ("i", "we"):
        return OWN_VOICE
    if in_present and _is_condition(head):
        return NONE
    if last in _PRONOUNS:
        return _PRONOUNS[last]
    if last == "it" and (verb.endswith(" to") or that or (verb in _MIND and _is_joined(head))):
        return Subject("it")
    if last == "who" and len(head) > 1:
        if head[-2][:-1].isalpha() and head[-2][-1] == ",":
            return _named(_before_who(head[:-1]), known)._replace(kind="named")
        head.pop()
        last = head[-1]
    if last in _IS and that and _IMPERSONAL.search(" ".join(head[-6:])):
        return OWN_VOICE
    if last in _CLOSED or not last[-1].isalpha() or last.endswith("'s"):
        return NONE
    if cue.strict and not known and _NAMING.isdisjoint(head):
        return NONE
    subject = _named(tuple(head), known)
    return NONE if cue.strict and subject.kind == "someone" else subject


def _behind(text: str, end: int, known: tuple[str, ...]) -> Subject:
    """Whose a verb is that stands before its subject, which ends at a sign or where a time or place is given."""
    written = re.split(r"[,.;:!?“\"\n]", text[end : end + _REACH // 2], maxsplit=1)[0].split()
    subject = next((at for at, word in enumerate(written) if word in _PLACES), len(written))
    return _named(tuple(written[:subject]), known) if subject else NONE


def leading(sentence: str, known: tuple[str, ...]) -> Subject:
    """Who leads a sentence: what stands before its first verb of meeting, visiting or speaking."""
    verb = _OCCASION.search(sentence)
    head = sentence[: verb.start()].rsplit(None, _MOST) if verb else []
    return _named(tuple(head), known) if head else NONE


def governing(sentence: str, known: tuple[str, ...]) -> Subject:
    """Who governs a sentence: the first person or body in it that does something, or will."""
    for verb in _GOVERNS.finditer(sentence):
        subject = _named(tuple(sentence[: verb.start()].rsplit(None, _MOST)), known) if verb.start() else NONE
        if subject.kind == "named":
            return subject
    return NONE


def fits(pronoun: Kind, name: str) -> bool:
    """Whether a pronoun may stand for a name: "he" for no body, "it" for nothing else, "they" for those of a kind."""
    head = name.split()
    main = next((head[at - 1] for at in range(1, len(head)) if head[at] in _PREPOSITIONS), head[-1])
    if pronoun == "they":
        return main in _BODIES or (main in _PERSONS and main.endswith("s"))
    return (main in _BODIES) == (pronoun == "it")


def in_full(name: str, known: tuple[str, ...]) -> str:
    """A surname alone as the whole name that was met before; of several the last."""
    if " " in name or name in _NAMING - _SURNAMES:
        return name
    whole = (each for each in reversed(known) if each.startswith(f"{name} ") or each.endswith(f" {name}"))
    return next((each for each in whole if fits("he", each)), name)


def continues(_text: str, _start: int, verb: str, following: str) -> bool:
    """Whether an ambiguous verb without a subject goes on reporting: "and demanded that", "and decided to"."""
    return verb.endswith((" that", " to")) or following.startswith((" that ", " to "))


def _head(text: str, first: int, start: int) -> list[str]:
    """The words before a verb that may hold its subject."""
    head = text[max(first, start - _REACH) : start].rsplit(None, _MOST)
    if start - first > _REACH or len(head) > _MOST:
        del head[0]  # it may be cut
    return _without_adverbs(head)


def _without_adverbs(head: list[str]) -> list[str]:
    """These words without the adverbs at their end, also where commas enclose one: "the committee, however,"."""
    while head:
        word = head[-1].rstrip(",")
        if word not in _ADVERBS and not (word.endswith("ly") and word.isalpha()):
            return head
        enclosed = len(head) > 1 and head[-1] != word and head[-2][-1] == "," and head[-2] != ","
        if head[-1] != word and not enclosed:
            return head
        head = [*head[:-2], head[-2].rstrip(",")] if enclosed else head[:-1]
    return head


def _is_condition(head: list[str]) -> bool:
    return next((word for word in reversed(head) if word in _TURNS or _parts(word)), "") in _CONDITIONS


def _is_joined(head: list[str]) -> bool:
    """Whether the last word begins a clause beside the one before, and none that depends on it."""
    return len(head) > 1 and (head[-2] in ("and", "but") or head[-2][-1] in ",;")


def _before_who(head: list[str]) -> tuple[str, ...]:
    """The person of whom a clause with "who" says more: what stands behind the last verb of being."""
    first = next((at + 1 for at in range(len(head) - 1, -1, -1) if head[at] in _IS), 0)
    return (*head[first:-1], head[-1].rstrip(","))


@lru_cache
def _participle(verb: str) -> bool:
    return verb.split()[0].endswith("ing")


@lru_cache(maxsize=4096)
def _named(head: tuple[str, ...], known: tuple[str, ...]) -> Subject:
    """A person, body or name at the end of these words, without its titles and articles."""
    written = f" {' '.join(head)}"
    for name in known:
        if written.endswith(f" {name}"):
            return Subject("named", name)
    phrase = list(head[next((at + 1 for at in range(len(head) - 2, -1, -1) if _parts(head[at])), 0) :])
    article = next((at for at in range(len(phrase) - 1, -1, -1) if _begins(phrase, at)), None)
    phrase = phrase[article + 1 :] if article is not None else phrase
    if not phrase or phrase[-1] in _THINGS or not phrase[-1].isalpha():
        return NONE
    if len(phrase) >= 2 and phrase[-2] in _SURNAMES and phrase[-1] not in _NOUNS:
        return Subject("named", " ".join(phrase[-2:]))
    title = max((at for at, word in enumerate(phrase[:4]) if word in _TITLES), default=len(phrase))
    if title + 1 < len(phrase) and phrase[title + 1] not in _PREPOSITIONS and phrase[-1] not in _NOUNS:
        return Subject("named", _name(phrase[title + 1 :]))
    main = next((phrase[at - 1] for at in range(1, len(phrase)) if phrase[at] in _PREPOSITIONS), phrase[-1])
    if main in _NOUNS:
        tie = next((at for at in range(1, len(phrase)) if phrase[at] in _PLACES), len(phrase))
        return Subject("named", " ".join(phrase[:tie]))
    if not _AUXILIARY.isdisjoint(phrase):
        return NONE
    return Subject("someone", " ".join(phrase) if article is not None or len(phrase) <= 2 else _name(phrase))


def _parts(word: str) -> bool:
    return word in _BREAKS or not (word[-1].isalnum() or _is_initial(word))


def _is_initial(word: str) -> bool:
    return len(word) == 2 and word[0].isalpha() and word[1] == "."


def _begins(phrase: list[str], at: int) -> bool:
    """Whether a noun phrase begins at its article: not where a preposition ties it to the noun before."""
    tied = at > 1 and phrase[at - 1] in _PREPOSITIONS and phrase[at - 2] not in _PREPOSITIONS
    return phrase[at] in _DETERMINERS and not tied


def _name(phrase: list[str]) -> str:
    """The last two words, and the particles and initials between the parts of a name."""
    first = max(len(phrase) - 2, 0)
    while first > 0 and (phrase[first] in _PARTICLES or phrase[first - 1] in _PARTICLES or _is_initial(phrase[first])):
        first -= 1
    return " ".join(phrase[first:])
