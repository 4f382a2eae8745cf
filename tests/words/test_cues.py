"""Which verbs report, whose they are, and which mentions they carry; with the cues that are shipped."""

from pathlib import Path

import pytest

from tracker.settings import lexicon_file
from tracker.words.lexicon import Concept, Cue, Lexicon, Theme, Weights
from tracker.words.scorer import Scorer
from tracker.words.text import normalise

SHIPPED = lexicon_file.load(Path(__file__).parents[2] / "lexicon.yaml").lexicon
MARK = Concept("mark", "Mark", {"": ("zebra", "斑马")})
SCORER = Scorer(SHIPPED, [MARK])
NOBODY = ("", "")


def carried(text: str, title: str = "") -> list[tuple[str, str]]:
    """Cue and speaker of each zebra in a text."""
    return [(found.cue, found.speaker) for found in SCORER.mentions(normalise(title), normalise(text))]


ENGLISH = [
    # a name, a body, an office before the verb
    ("Xi Jinping stressed that zebra", ("stressed", "xi jinping")),
    ("XI Jinping stressed that, for zebra to develop", ("stressed", "xi jinping")),
    ("Xi Jinping also pointed out that zebra", ("pointed out", "xi jinping")),
    ("President Xi Jinping repeatedly stressed zebra", ("stressed", "xi jinping")),
    ("Premier Li Qiang has emphasised zebra", ("emphasised", "li qiang")),
    ("Foreign Minister Wang Yi said that zebra", ("said", "wang yi")),
    ("Chairman Alan Greenspan announced zebra", ("announced", "alan greenspan")),
    ("Ursula von der Leyen stressed zebra", ("stressed", "ursula von der leyen")),
    ("Beijing stressed zebra", ("stressed", "beijing")),
    ("The Kremlin stressed zebra", ("stressed", "kremlin")),
    ("The Ministry of Foreign Affairs demanded zebra", ("demanded", "ministry of foreign affairs")),
    ("The President of the United States urged zebra", ("urged", "president of the united states")),
    ("At the meeting the President stressed zebra", ("stressed", "president")),
    ("The meeting required that zebra", ("required", "meeting")),
    ("The State Council called on all regions to zebra", ("called on", "state council")),
    ("Xi Jinping put forward zebra", ("put forward", "xi jinping")),
    ("Xi Jinping, who stressed zebra, left", ("stressed", "xi jinping")),
    # the verb goes on from another
    ("Xi Jinping Chairs Work Conference, Stresses that zebra", ("stresses", "xi jinping")),
    ("Xi Jinping gives speech at Work Conference, stresses zebra", ("stresses", "xi jinping")),
    ("Xi Jinping chaired the Conference, and gave a speech stressing that zebra", ("stressing", "xi jinping")),
    ("General Secretary, President and Chairman of the Group for Security and Informatization Xi Jinping chaired the "
     "Conference that was convened, and gave an important speech stressing that zebra", ("stressing", "xi jinping")),
    ("The Committee judges that all is well and anticipates that zebra", ("anticipates", "committee")),
    ("Xi Jinping visited a school. Stressing the past, he left for zebra", ("stressing", "")),
    # pronouns
    ("Xi Jinping chaired the Conference, he first indicated that zebra", ("indicated", "xi jinping")),
    ("Li Keqiang met the delegation. He indicated that zebra", ("indicated", "li keqiang")),
    ("Xi Jinping stressed duty. He also indicated that zebra", ("indicated", "xi jinping")),
    ("Xi Jinping spoke first, Li Keqiang said. He indicated that zebra", ("indicated", "li keqiang")),
    ("She said that zebra", ("said", "")),
    ("Xi Jinping stressed duty. The meeting noted that all is well. He stressed zebra", ("stressed", "xi jinping")),
    ("Xi Jinping spoke, Li Keqiang said. Some doubted it. They stressed zebra", ("stressed", "")),
    ("Xi Jinping spoke, the ministers said. They stressed zebra", ("stressed", "ministers")),
    ("Xi Jinping stressed duty. Xi pointed out that zebra", ("pointed out", "xi jinping")),
    ("Chairman Alan Greenspan announced cuts. Greenspan urged zebra", ("urged", "alan greenspan")),
    ("As we stressed, zebra", ("stressed", "")),
    ("It must be stressed that zebra", ("stressed", "")),
    ("It was pointed out that zebra", ("pointed out", "")),
    # a central bank
    ("The Committee decided to maintain zebra", ("decided", "committee")),
    ("The Federal Open Market Committee decided today to raise zebra", ("decided", "federal open market committee")),
    ("In support of these goals, the Committee decided to raise zebra", ("decided", "committee")),
    ("The Committee seeks to achieve zebra", ("seeks", "committee")),
    ("The Committee continues to anticipate zebra", ("continues to", "committee")),
    ("The Committee judged that zebra", ("judged", "committee")),
    ("The Committee is strongly committed to zebra", ("is strongly committed to", "committee")),
    ("Information received since the Federal Open Market Committee met in July indicates that zebra", NOBODY),
    ("Economic activity continues to expand and zebra", NOBODY),
    ("Inflation is expected to return to zebra", NOBODY),
    ("The Governing Council decided zebra", ("decided", "governing council")),
    ("The Committee will keep the range at 1 percent and continues to expect zebra", ("continues to", "committee")),
    ("The Committee decided to keep the range and expects it will be zebra", ("expects", "committee")),
    ("The Bank is watching all markets and is prepared to act for zebra", ("is prepared to", "bank")),
    ("The Committee sees risks, but it anticipates that zebra", ("anticipates", "committee")),
    ("The Committee will keep its policy, and it anticipates doing so until zebra", ("anticipates", "committee")),
    ("The Committee would be prepared to act on zebra", ("would be prepared to", "committee")),
    ("The Committee does not expect zebra", ("does not expect", "committee")),
    ("The Board also indicated that it stands ready to zebra", ("stands ready to", "board")),
    ("The Committee, accordingly, continues to see zebra", ("continues to", "committee")),
    ("Voting against was Ann M. Cole, who believed that zebra", ("believed that", "ann m. cole")),
    # what may come is not said
    ("The Committee will buy at the rate that it judges most consistent with zebra", NOBODY),
    ("When the Committee decides to begin, it will zebra", NOBODY),
    ("Unless the government requires more, zebra", NOBODY),
    ("The Committee will buy bonds, and growth anticipates zebra", NOBODY),
    # no person and no body speaks
    ("The new normal requires new drivers and zebra", NOBODY),
    ("Safeguarding it is the duty of all, it requires the participation of zebra", NOBODY),
    ("Reserves required by law, zebra", NOBODY),
    ("Banks are required to hold zebra", NOBODY),
    ("In the said report, zebra", NOBODY),
    ("Under stressed conditions zebra", NOBODY),
    ("The people's demands that zebra", NOBODY),
    ("Data indicated that zebra", NOBODY),
    ("As noted, zebra", NOBODY),
    ("It was decided in their favour, zebra", NOBODY),
    ("He indicated that they had spoken well, and put forward good zebra", ("indicated", "")),
]  # fmt: skip
CHINESE = [
    ("习近平指出，斑马", ("指出", "习近平")),
    ("习近平强调：斑马", ("强调", "习近平")),
    ("习近平总书记在讲话中强调，斑马", ("强调", "习近平")),
    ("习近平总书记在中央网络安全和信息化工作会议上着重强调斑马", ("强调", "习近平")),
    ("中共中央总书记、国家主席、中央军委主席习近平指出，斑马", ("指出", "习近平")),
    ("国务院总理李克强强调指出，斑马", ("强调指出", "李克强")),
    ("习近平在北京主持召开会议并发表重要讲话强调，斑马", ("强调", "习近平")),
    ("李克强主持召开国务院常务会议，会议要求，斑马", ("要求", "会议")),
    ("会议强调，要斑马", ("强调", "会议")),
    ("会议指出，情况很好。会议要求各地斑马", ("要求", "会议")),
    ("会议指出，情况很好，要求各地斑马", ("要求", "会议")),
    ("习近平指出，情况很好。他要求，斑马", ("要求", "习近平")),
    ("李克强主持会议。他要求，斑马", ("要求", "李克强")),
    ("习近平指出，情况很好。他还强调，斑马", ("强调", "习近平")),
    ("外交部发言人表示，斑马", ("表示", "外交部发言人")),
    ("全会强调，斑马", ("强调", "全会")),
    ("全国人大常委会认为，斑马", ("认为", "全国人大常委会")),
    ("国家发改委要求各地斑马", ("要求", "国家发改委")),
    ("党和国家要求斑马", ("要求", "党和国家")),
    ("我们不会强调斑马", NOBODY),
    ("习近平指出，情况很好。会议认为，要努力。他还强调，斑马", ("强调", "习近平")),
    ("李克强指出，情况很好。有人怀疑。他们认为斑马", ("认为", "")),
    ("专家指出，情况很好。他们认为斑马", ("认为", "专家")),
    ("李克强同志说过：“斑马”", ("说", "李克强")),
    ("李克强总理在“今年的工作”一文中指出：“斑马”", ("指出", "李克强")),
    ("《规划纲要》提出，斑马", ("提出", "规划纲要")),
    ("外交部就条约问题发表声明，指出斑马", ("指出", "外交部")),
    ("会议分析了形势，要求各地斑马", ("要求", "会议")),
    ("发展纲要要求斑马", ("要求", "发展纲要")),
    ("斯大林曾经说过：“斑马”", ("说", "斯大林")),
    ("我们可以确定地说，斑马", ("说", "")),
    ("毛主席戳穿了阴谋，尖锐地指出斑马", ("指出", "毛主席")),
    ("会议指出，情况很好。随后，又进一步提出斑马", ("提出", "会议")),
    ("我们采取了措施，并且要求各地斑马", ("要求", "")),
    ("现在我代表国务院向大会提出斑马", ("提出", "")),
    ("國務院要求各地斑馬", ("要求", "国务院")),
    ("我们认为，斑马", ("认为", "")),
    ("必须指出，斑马", ("指出", "")),
    ("文章提出，斑马", ("提出", "文章")),
    # a noun, a denial, another word
    ("产量达到了纲要要求，斑马", NOBODY),
    ("希望各位代表提出意见，斑马", NOBODY),
    ("我们要努力达到下列几项主要要求：斑马", NOBODY),
    ("李克强指出，条件很好。职工多了，普遍要求斑马", ("指出", "李克强")),
    ("按照会议要求，斑马", NOBODY),
    ("根据党中央的要求，斑马", NOBODY),
    ("适应经济发展的要求，斑马", NOBODY),
    ("形势要求我们斑马", NOBODY),
    ("这就要求斑马", NOBODY),
    ("不能片面强调斑马", NOBODY),
    ("不可能也不应该要求斑马", NOBODY),
    ("加强调查研究，斑马", NOBODY),
    ("会议提出了许多意见，斑马", NOBODY),
    ("向各位代表表示衷心的感谢，斑马", NOBODY),
    ("正如毛泽东主席所说，斑马", NOBODY),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [*ENGLISH, *CHINESE])
def test_a_verb_that_reports_is_a_cue_and_its_subject_the_speaker(text: str, expected: tuple[str, str]) -> None:
    assert carried(text) == [expected]


PARAGRAPHS = [
    ("Zebra. Xi Jinping stressed that zebra", [NOBODY, ("stressed", "xi jinping")]),
    ("Xi Jinping stressed that zebra. Zebra again", [("stressed", "xi jinping")] * 2),
    ("Xi Jinping stressed that zebra.\n\nZebra", [("stressed", "xi jinping"), NOBODY]),
    ("Xi Jinping stressed zebra. Li Qiang said zebra", [("stressed", "xi jinping"), ("said", "li qiang")]),
    ("Xi Jinping stressed zebra and pointed out that zebra",
     [("stressed", "xi jinping"), ("pointed out", "xi jinping")]),
    ("Li Qiang spoke.\n\nXi Jinping stressed zebra.\n\nHe said zebra",
     [("stressed", "xi jinping"), ("said", "xi jinping")]),
    ("李克强说，要努力。\n\n抓好就业，离不开改革。强调斑马不是目的", [("强调", "")]),
    ("习近平指出，斑马。\n\n他强调，斑马", [("指出", "习近平"), ("强调", "习近平")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), PARAGRAPHS)
def test_a_mention_belongs_to_the_last_cue_at_or_before_it_in_its_paragraph(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert carried(text) == expected


QUOTED = [
    ("Xi Jinping said, “The meeting stressed that zebra”", ("said", "xi jinping")),
    ('Xi Jinping said, "the meeting stressed" zebra', ("said", "xi jinping")),
    ("“The meeting stressed duty,” and zebra", NOBODY),
    ("Xi Jinping said “duty”, the meeting stressed zebra", ("stressed", "meeting")),
    ("习近平说：“会议强调斑马”", ("说", "习近平")),
    ("习近平說：「會議強調斑馬」", ("说", "习近平")),
    ("习近平说，『会议强调斑马』", ("说", "习近平")),
    ("习近平说，《会议强调》斑马", ("说", "习近平")),
    # opened and never closed, a mark says nothing
    ("Xi Jinping said “duty, the meeting stressed zebra", ("stressed", "meeting")),
    ('The 5" pipe. The meeting stressed zebra', ("stressed", "meeting")),
]


@pytest.mark.parametrize(("text", "expected"), QUOTED)
def test_a_verb_in_quotation_marks_does_not_take_over(text: str, expected: tuple[str, str]) -> None:
    assert carried(text) == [expected]


ATTRIBUTED = [
    ("“We must zebra,” Xi Jinping said.", [("said", "xi jinping")]),
    ('Li Qiang stressed duty. "Zebra is ours," Xi Jinping pointed out. Zebra',
     [("pointed out", "xi jinping")] * 2),
    ("Xi Jinping spoke, Li Qiang stressed. “It is time. We must zebra,” he said.", [("said", "li qiang")]),
    ("“We must zebra,” said Premier Li Qiang on Tuesday. He noted zebra",
     [("said", "li qiang"), ("noted", "li qiang")]),
    ("“The meeting stressed zebra,” said the minister.", [("said", "minister")]),
    ("“斑马。”习近平指出。", [("指出", "习近平")]),
    ("李强强调，要努力。“斑马。”习近平说。“斑马！”", [("说", "习近平"), ("说", "习近平")]),
    # another verb opens it, or the marks are those of a term
    ("Xi Jinping said: “We must zebra.” Li Qiang stressed duty", [("said", "xi jinping")]),
    ("Xi Jinping said, “We must zebra,” and Li Qiang stressed duty", [("said", "xi jinping")]),
    ("习近平说：“斑马。”李强强调，要努力", [("说", "习近平")]),
    ("“斑马”工作会议强调，要努力", [NOBODY]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ATTRIBUTED)
def test_a_quotation_is_whose_verb_stands_behind_it(text: str, expected: list[tuple[str, str]]) -> None:
    assert carried(text) == expected


TITLED = [
    ("Xi Jinping gives speech at conference", "He stressed zebra", ("stressed", "xi jinping")),
    ("习近平主持召开会议", "他强调，斑马", ("强调", "习近平")),
    ("Statement", "He stressed zebra", ("stressed", "")),
]


@pytest.mark.parametrize(("title", "text", "expected"), TITLED)
def test_a_pronoun_is_whom_the_title_is_about(title: str, text: str, expected: tuple[str, str]) -> None:
    assert carried(text, title) == [expected]


def test_a_title_is_a_paragraph_of_its_own() -> None:
    assert carried("Zebra", "Xi Jinping stresses zebra") == [("stresses", "xi jinping"), NOBODY]


def test_of_two_cues_that_overlap_the_longer_counts() -> None:
    assert carried("The Committee agreed that zebra") == [("agreed that", "committee")]
    assert carried("习近平强调指出，斑马") == [("强调指出", "习近平")]


def test_a_strict_verb_needs_a_person_or_body_and_another_does_not() -> None:
    lexicon = Lexicon((Theme("t", "T", (MARK,)),), (Cue("dwelt on", 2), Cue("minded", 3, strict=True)))
    scorer = Scorer(lexicon)
    found = [scorer.mentions("", f"the crisis {verb} zebra")[0].cue for verb in ("dwelt on", "minded")]
    assert found == ["dwelt on", ""]


def test_a_mention_weighs_by_its_place_and_its_cue() -> None:
    weights = Weights({"title": 3, "lead": 2}, {0: 0.5, 2: 2})
    lexicon = Lexicon((Theme("t", "T", (MARK,)),), (Cue("stressed", 2), Cue("said", 1)), weights)
    text = "Xi Jinping stressed zebra.\n\nZebra. Xi Jinping said zebra and stressed zebra"
    found = Scorer(lexicon).mentions(normalise("Zebra"), normalise(text))
    assert [(mention.place, mention.rank, mention.weight) for mention in found] == [
        ("title", 0, 1.5), ("lead", 2, 4), ("body", 0, 0.5), ("body", 1, 1), ("body", 2, 2),
    ]  # fmt: skip


def test_ranks_rise_from_said_to_demanded_in_both_languages() -> None:
    ranks = {cue.verb: cue.rank for cue in SHIPPED.cues}
    steps = [
        ("said", "indicated", "指出", "表示"),
        ("stressed", "emphasised", "强调"),
        ("required", "demanded", "要求"),
    ]
    assert [{ranks[verb] for verb in verbs} for verbs in steps] == [{1}, {2}, {3}]
    assert SHIPPED.weights.of("body", 1) < SHIPPED.weights.of("body", 2) < SHIPPED.weights.of("body", 3)
