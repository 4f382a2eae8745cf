"""The flat copy of the newest texts, with an index: a cache beside the database in which any phrase is counted fast."""
