"""Redlines of long reports, against ``difflib`` comparing the same sentences.

    python benchmarks/redline.py [--sentences 3000]

In the new report of a pair, of 30 in a hundred sentences a word or two are other ones, and 100 stand elsewhere.
``ndiff`` of the standard library looks for the same things as we do, but for what moved: pairs of like sentences
between those that are the same, and what changed within them, letter by letter.
Prints a table of processor time, of ours the best of three turns.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable
from difflib import ndiff
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from tracker.words.redline import redline

TURNS, MOVED, CHANGED = 3, 100, 0.3
Pair = tuple[list[str], list[str]]


def english(number: int, chance: random.Random) -> list[str]:
    """Sentences of 9 to 30 words of 2,000."""
    words = [f"{one}{other}" for one in ("alder", "birch", "cedar", "elm", "fir") for other in range(400)]
    return [" ".join(["The", *chance.choices(words, k=chance.randrange(8, 30))]) + ". " for _ in range(number)]


def chinese(number: int, chance: random.Random) -> list[str]:
    """Sentences of 15 to 59 characters of 2,500."""
    sizes = (chance.randrange(15, 60) for _ in range(number))
    return ["".join(chr(0x4E00 + chance.randrange(2500)) for _ in range(size)) + "。" for size in sizes]


def pair(old: list[str], added: str, chance: random.Random) -> Pair:
    """A report, and the one after it."""
    new = [each.rstrip(".。 ") + added if chance.random() < CHANGED else each for each in old]
    for _ in range(MOVED * len(old) // 3000):
        new.insert(chance.randrange(len(old)), new.pop(chance.randrange(len(old))))
    return old, new


def seconds(work: Callable[[], object], turns: int) -> float:
    """Of processor time, at best."""
    times = []
    for _ in range(turns):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return min(times)


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sentences", type=int, default=3000)
    number = options.parse_args().sentences
    print(f"| {number} sentences a side | ours | ndiff | ratio |\n|---|---|---|---|")
    for language, made, added in (("English", english, " anew. "), ("Chinese", chinese, "，新。")):
        chance = random.Random(2)
        old, new = pair(made(number, chance), added, chance)
        ours = seconds(partial(redline, "".join(old), "".join(new)), TURNS)
        theirs = seconds(partial(compared, old, new), 1)
        print(f"| {language} | {ours:.2f} s | {theirs:.2f} s | {theirs / ours:.1f} times its speed |", flush=True)


def compared(old: list[str], new: list[str]) -> list[str]:
    """What ndiff says."""
    return list(ndiff(old, new))


if __name__ == "__main__":
    main()
