"""The Latin font of files, from those of the dashboard: Chinese fonts set quotation marks as wide as a character."""

import base64
from functools import cache
from importlib.util import find_spec
from pathlib import Path


@cache
def typeface() -> str:
    """A rule of CSS that brings the font along; empty where the dashboard has another."""
    found = find_spec("streamlit")
    folders = found.submodule_search_locations if found else None
    for folder in folders or ():
        for file in Path(folder, "static", "static", "media").glob("SourceSansVF-Upright*.woff2"):
            data = f"data:font/woff2;base64,{base64.b64encode(file.read_bytes()).decode()}"
            return f'@font-face {{font-family: "Source Sans"; font-weight: 100 900; src: url({data})}}'
    return ""
