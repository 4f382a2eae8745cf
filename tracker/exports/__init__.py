"""Figures and tables to files."""
