"""Queries: one function for each question that a page or a verb asks."""
