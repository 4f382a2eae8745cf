"""The archive: the one room that knows both our documents and the database."""
