"""Use cases of classification: the model that the program brings, and what it suggests."""
