"""Splicing: one place of a YAML text changed, and every other character of it left as it is.

To read a file and write it anew misplaces comments: one on a line of its own belongs, for the library, to the entry
before it; it goes when that goes, and gets above what is added behind that. So the library only says where things are.
A *way* leads to a place: keys of maps, and numbers of list items, counted from 0.
"""

import io
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from itertools import chain
from typing import Any

from ruamel.yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from tracker.settings import document

Way = tuple[str | int, ...]


def plain(text: str) -> Any:
    """What a YAML text says as maps, lists and texts; None if it says nothing."""
    return _plain(_composed(text))


def put(text: str, way: Way, value: str | bool | list[str]) -> str:
    """Set a key of a map or an item of a list, in its place; a new key goes behind the map's last."""
    owner, node = _at(text, way[:-1]), _at(text, way)
    if node is None:
        return _after(text, owner, f"{_written(way[-1])}: {_written(value)}")
    if isinstance(value, list) and isinstance(node, SequenceNode) and node.value and not node.flow_style:
        present = [item.value for item in node.value]
        for number in reversed([number for number, each in enumerate(present) if each not in value]):
            text = take(text, (*way, number))
        for each in value:
            text = text if each in present else append(text, way, each)
        return text
    start, end = _span(text, node)
    return text[:start] + " " * (text[start - 1] == ":") + _written(value) + text[end:]


def append(text: str, way: Way, value: str | Mapping[str, Any]) -> str:
    """Add to the end of a list, in the list's own style; a list of texts is made where there is none."""
    owner, items = _at(text, way[:-1]), _at(text, way)
    if items is None:
        return _after(text, owner, f"{_written(way[-1])}: {_written([value])}")
    if isinstance(items, SequenceNode) and items.value:
        if items.flow_style:
            return _after(text, items, _written(value))
        return _after(text, items, "- " + (_written(value) if isinstance(value, str) else "\n  ".join(_lines(value))))
    start, end = _span(text, items)
    if owner.flow_style or isinstance(value, str):
        return text[:start] + " " * (text[start - 1] == ":") + f"[{_written(value)}]" + text[end:]
    text = text[:start].rstrip(" ") + text[end:]
    lines = [("  " if number else "- ") + line for number, line in enumerate(_lines(value))]
    return _below(text, start - 1, lines, _column(owner) + 2)


def take(text: str, way: Way) -> str:
    """Take out an item of a list, or a key of a map with its value; comments on lines of their own stay."""
    owner, last = _at(text, way[:-1]), way[-1]
    pairs = owner.value if isinstance(owner, MappingNode) else [(item, item) for item in owner.value]
    place = int(last) if isinstance(last, int) else [key.value for key, _ in pairs].index(last)
    first, final = pairs[place]
    if owner.flow_style:
        start, end = _span(text, first)[0], _span(text, final)[1]
        if place + 1 < len(pairs):
            end = _span(text, pairs[place + 1][0])[0]
        elif place:
            start = _span(text, pairs[place - 1][1])[1]
        return text[:start] + text[end:]
    if isinstance(owner, MappingNode) and not place:  # its line may hold the dash of the map
        return put(text, way, "")
    start = _dash(text, owner, first) if isinstance(owner, SequenceNode) else _span(text, first)[0]
    start = text.rfind("\n", 0, start) + 1
    rest = text[:start] + text[_line_end(text, _span(text, final)[1]) + 1 :]
    if len(pairs) > 1:
        return rest
    key = next(key for key, value in _at(text, way[:-2]).value if key.value == way[-2])
    colon = text.index(":", _span(text, key)[1])
    return f"{rest[: colon + 1]} []{rest[colon + 1 :]}"


def _after(text: str, owner: CollectionNode, written: str) -> str:
    """The text with something behind the last part of a list or map."""
    parts = list(chain.from_iterable(owner.value)) if isinstance(owner, MappingNode) else owner.value
    if not owner.flow_style:
        return _below(text, _span(text, parts[-1])[1], written.split("\n"), _column(owner))
    if not parts:
        start, end = _span(text, owner)
        return f"{text[: start + 1]}{written}{text[end - 1 :]}"
    end = _span(text, parts[-1])[1]
    return f"{text[:end]}, {written}{text[end:]}"


def _below(text: str, place: int, lines: list[str], column: int) -> str:
    """The text with lines, so far indented, below the line of a place."""
    end = _line_end(text, place)
    return text[:end] + "".join(f"\n{' ' * column}{line}" for line in lines) + text[end:]


def _lines(value: Mapping[str, Any]) -> Iterator[str]:
    """A map in block style, its lists of texts in flow style, as the shipped lexicon is written."""
    for key, each in value.items():
        if isinstance(each, Mapping) and each:
            yield f"{_written(key)}:"
            yield from (f"  {line}" for line in _lines(each))
        else:
            yield f"{_written(key)}: {_written(each)}"


def _written(value: Any) -> str:
    """A value on one line, quoted where it must be."""
    writer, stream = document.yaml(), io.StringIO()
    writer.default_flow_style, writer.width = True, 10**9
    writer.dump([_one_line(value)], stream)
    return stream.getvalue().strip()[1:-1]


def _one_line(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _one_line(each) for key, each in value.items()}
    if isinstance(value, date | bool):
        return value
    return " ".join(value.split()) if isinstance(value, str) else [_one_line(each) for each in value]


@lru_cache(maxsize=2)
def _composed(text: str) -> Any:
    return document.yaml().compose(text)


def _plain(node: Any) -> Any:
    if isinstance(node, MappingNode):
        return {str(key.value): _plain(value) for key, value in node.value}
    return [_plain(each) for each in node.value] if isinstance(node, SequenceNode) else node and str(node.value)


def _at(text: str, way: Way) -> Any:
    """The node that a way leads to; None if its last key is not there."""
    node = _composed(text)
    for step in way:
        if isinstance(step, int):
            node = node.value[step]
        else:
            node = next((value for key, value in node.value if key.value == step), None)
    return node


def _span(text: str, node: Node) -> tuple[int, int]:
    """Where a node's own text begins and ends, without the comments and blank lines behind it."""
    start, end = node.start_mark.index, max(node.start_mark.index, node.end_mark.index)
    if isinstance(node, CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return start, _span(text, last[1] if isinstance(node, MappingNode) else last)[1]
    return start, len(text[:end].rstrip()) if isinstance(node, ScalarNode) and node.style in ("|", ">") else end


def _column(owner: Node) -> int:
    """Where the parts of a list or map in block style begin."""
    return int((owner.value[0][0] if isinstance(owner, MappingNode) else owner).start_mark.column)


def _dash(text: str, items: Node, item: Node) -> int:
    """Where the dash of an item of a block list stands, on the item's first line or above it."""
    end = _line_end(text, item.start_mark.index)
    while True:
        start = text.rfind("\n", 0, end) + 1
        if text[start + _column(items) : end].startswith("-"):
            return start + _column(items)
        end = start - 1


def _line_end(text: str, place: int) -> int:
    end = text.find("\n", place)
    return end if end >= 0 else len(text)
