"""Reading texts as they are searched: their language, their words, what each word weighs."""
