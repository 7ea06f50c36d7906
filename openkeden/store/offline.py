"""Exchange rates read from an installation's SQLite file, without loading the database
layer.
"""

import contextlib
import pathlib

from openkeden.store import rows

#: Every exchange rate that the user has loaded, in the order of loading.
QUOTES = """
SELECT authority, currency, CAST(effective_on AS text), nominal, value, decimals
FROM quote ORDER BY id
"""


def quotes(database: pathlib.Path) -> list[rows.QuoteRow]:
    """The rates in a database file; none where there is no file, or no table of rates in it
    yet.
    """
    if not database.exists():
        return []
    # Who prices goods without an installation loads no database at all.
    import sqlite3  # noqa: PLC0415

    address = database.absolute().as_uri() + "?mode=ro"
    with contextlib.closing(sqlite3.connect(address, uri=True)) as connection:
        try:
            return [rows.QuoteRow(*row) for row in connection.execute(QUOTES)]
        except sqlite3.OperationalError:
            return []
