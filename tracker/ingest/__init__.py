"""Brings reports in: what is due is fetched, read, compared with what is stored, stored, and noted."""
