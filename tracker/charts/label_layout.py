"""Labels moved apart, each as near to its place as the others allow."""

from collections.abc import Sequence


def apart(places: Sequence[float], heights: Sequence[float], room: float) -> list[float]:
    """Centres in [0, room] near ``places`` (pixels) at which boxes of ``heights`` do not overlap.

    Least squares under the order of the places: pool adjacent violators (Ayer and others 1955). The
    heights must together fit into the room.
    """
    order = sorted(range(len(places)), key=lambda at: places[at])
    below = 0.0
    lifts: list[float] = []  # how far each stack of boxes below reaches: equal starts mean touching boxes
    blocks: list[tuple[float, int]] = []
    for at in order:
        lifts.append(below + heights[at] / 2)
        below += heights[at]
        blocks.append((places[at] - lifts[-1], 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (one, many), (two, more) = blocks[-2:]
            blocks[-2:] = [((one * many + two * more) / (many + more), many + more)]
    starts = [start for start, many in blocks for _ in range(many)]
    centres = [0.0] * len(places)
    for at, start, lift in zip(order, starts, lifts, strict=True):
        centres[at] = min(max(start, 0.0), max(room - below, 0.0)) + lift
    return centres
