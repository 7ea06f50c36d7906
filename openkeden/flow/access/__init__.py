"""Access: who asks the service, and what they may do and see."""
