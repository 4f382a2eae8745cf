"""How things are kept: tables, engine and migrations. Imports nothing of the tracker."""
