"""Bring the tables up to date, all of it or nothing.

Django records a migration after the transaction that made its tables. A loss of power in
between leaves tables that no migration owns, and a home that never opens again.
"""

from typing import Any

from django.core.management.commands import migrate
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor


class Command(migrate.Command):
    """Django's command of this name, in one transaction; without work to do it writes
    nothing.
    """

    def handle(self, *args: Any, **options: Any) -> None:
        executor = MigrationExecutor(connection)
        executor.loader.check_consistent_history(connection)
        last = executor.loader.graph.leaf_nodes()
        if not options["app_label"] and not executor.migration_plan(last):
            return
        # SQLite changes tables only while foreign keys are not checked, and lets that be
        # said only outside of a transaction.
        connection.disable_constraint_checking()
        try:
            with transaction.atomic():
                super().handle(*args, **options)
        finally:
            connection.enable_constraint_checking()
