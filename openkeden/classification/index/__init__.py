"""The index: what is known of each code as weighted documents, and the ranking of codes."""
