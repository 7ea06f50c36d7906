"""What others publish comes in, checked rows of law and exchange rates go out."""
