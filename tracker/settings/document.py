"""One YAML file, with the line of everything in it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracker.errors import SettingsError

if TYPE_CHECKING:
    from ruamel.yaml import YAML
    from ruamel.yaml.comments import CommentedMap


def read(path: Path) -> str:
    """The text of a settings file; SettingsError that says what to do if it cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise SettingsError(str(path), "there is no such file; make one, or name another") from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(str(path), f"cannot be read: {error}") from error


def parse(text: str, path: Path, offset: int = 0) -> Any:
    """YAML as plain maps and lists that know their lines; SettingsError names file and line."""
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        return yaml().load(text)
    except MarkedYAMLError as error:
        # A quote that never ends is noticed at the end of the file; where it begins is what its writer needs.
        unended = "quoted scalar" in (error.context or "")
        mark = error.context_mark if unended else error.problem_mark or error.context_mark
        line = (mark.line if mark else 0) + 1 + offset
        problem = " ".join(filter(None, [error.context, error.problem]))
        raise SettingsError(f"{path}:{line}", f"is not YAML: {problem}") from error
    except (YAMLError, ValueError) as error:
        raise SettingsError(f"{path}:{1 + offset}", f"is not YAML: {error}") from error


def write(document: Any) -> str:
    """A document as YAML again, its comments and order kept."""
    stream = io.StringIO()
    yaml().dump(document, stream)
    return stream.getvalue()


def yaml() -> YAML:
    """The YAML 1.2 reader and writer that keeps comments, quotes and order."""
    from ruamel.yaml import YAML

    reader = YAML(typ="rt")
    reader.preserve_quotes = True
    reader.width = 4096
    reader.indent(mapping=2, sequence=4, offset=2)
    return reader


def line(node: CommentedMap, key: str | None = None) -> int:
    """The line, counted from 1, of a map or of one of its keys."""
    if key is not None and key in (node.lc.data or {}):
        return int(node.lc.data[key][0]) + 1
    return int(node.lc.line) + 1
