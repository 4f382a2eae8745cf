"""Feeds: fetching an address safely, and reading what comes back. The only owner of the network."""
