"""What a process needs that serves many at once: one writer, and filings that wait for it."""
