"""The pages of the dashboard: controls, one query, one chart, its evidence."""
