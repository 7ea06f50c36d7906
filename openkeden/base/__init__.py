"""What every part shares: money, dates, codes, findings, exchange rates, transition tables. Imports nothing of ours."""
