"""Overlaps: of matches that share characters, the leftmost counts, then the longest; one in a shadow counts not at all.

All are columns of one length, for many texts and concepts at once.
"""

import numpy as np
import numpy.typing as npt

Column = npt.NDArray[np.int64]


def chosen(group: Column, start: Column, end: Column, rank: Column) -> Column:
    """Which matches count, as their numbers: in each group leftmost first, then longest, then lowest in rank.

    Two that overlap are never both among them. In the order of groups, then of starts.
    """
    order = np.lexsort((rank, -end, start, group))
    # Each group gets a stretch of numbers to itself, so that one look at all of them never mixes two.
    apart = group[order] * (int(end.max(initial=0)) + 1)
    first, last = start[order] + apart, end[order] + apart
    counted = []
    while len(order):
        reach = np.maximum.accumulate(last)
        heads = np.ones(len(order), dtype=bool)
        heads[1:] = first[1:] >= reach[:-1]
        counted.append(order[heads])
        # What begins before the end of the head of its cluster is hidden by it; the rest is looked at again.
        rest = ~heads & (first >= last[heads][np.cumsum(heads) - 1])
        order, first, last = order[rest], first[rest], last[rest]
    return np.concatenate(counted) if len(counted) > 1 else counted[0] if counted else order


def shadowed(
    group: Column, start: Column, end: Column, shadows: tuple[Column, Column, Column]
) -> npt.NDArray[np.bool_]:
    """Whether each match lies inside one of the shadows (group, start, end) of its own group."""
    width = max(int(end.max(initial=0)), int(shadows[2].max(initial=0))) + 1
    first, last = (shadows[0] * width + shadows[at] for at in (1, 2))
    order = np.argsort(first, kind="stable")
    first, reach = first[order], np.maximum.accumulate(last[order])
    at = np.searchsorted(first, group * width + start, side="right") - 1
    return (at >= 0) & (reach[at] >= group * width + end)
