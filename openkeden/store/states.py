"""States as statements and indexes group them: they are those of the lifecycle."""

#: The states that somebody has to do something in, as a list of open declarations names
#: them; they are those of the lifecycle that end nothing.
OPEN = [
    "awaiting_goods",
    "registered",
    "selected",
    "documents_asked",
    "inspection_ordered",
    "under_check",
    "inspected",
    "amendment_demanded",
    "awaiting_payment",
    "suspended",
    "partly_released",
    "released_on_security",
]

#: The states in which a registered declaration has ended.
ENDED = [
    "released",
    "released_in_part",
    "release_refused",
    "release_annulled",
    "withdrawn",
]
