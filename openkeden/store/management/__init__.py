"""Commands of Django, changed where its own are not safe enough."""
