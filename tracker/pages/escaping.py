"""Text of others, so written that Streamlit's Markdown shows it as it is."""

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:])")


def escape_markdown(text: str) -> str:
    """The text with every character that means something in Markdown escaped; line ends become spaces."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
