"""Generated worlds: written to a folder, and engines tried in them."""
