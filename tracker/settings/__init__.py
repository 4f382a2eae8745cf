"""Settings: feeds.yaml, lexicon.yaml and the environment, read with the line of every mistake."""
