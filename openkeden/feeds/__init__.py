"""Feeds: what central banks and others publish, one file a publisher."""
