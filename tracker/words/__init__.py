"""Words: what counts as the same text, which phrases are in it, and where."""
