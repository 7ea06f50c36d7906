"""What the bench lets servers serve, and who asks them."""
