"""Measures of emphasis: pure functions of counts."""
