"""The schema of a database on PostgreSQL, as its catalogue tells it: what is stored, and what
the migrations make in a schema that is rolled back.
"""

import contextlib
import functools
import itertools
from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.db import DatabaseError, connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor

#: Kind and name of an object, such as ("trigger", "entry_no_update"), to the tokens of its
#: statement.
Objects = Mapping[tuple[str, str], tuple[str, ...]]

#: Every object of the schema in use as kind, name and definition.
_OBJECTS: Final = """
WITH here AS (SELECT oid FROM pg_namespace WHERE nspname = current_schema()),
relation AS (SELECT c.* FROM pg_class c JOIN here ON c.relnamespace = here.oid)
SELECT CASE c.relkind WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' ELSE 'relation' END,
    c.relname, concat(c.relkind, ' ', c.relpersistence, ' ', c.relrowsecurity, ' ',
    c.reloptions, ' ', pg_get_viewdef(c.oid))
FROM relation c WHERE c.relkind NOT IN ('i', 'I', 'S', 't', 'c')
UNION ALL
SELECT 'sequence', c.relname, concat(s.seqtypid::regtype, ' ', s.seqincrement, ' ', s.seqcycle)
FROM relation c JOIN pg_sequence s ON s.seqrelid = c.oid
UNION ALL
SELECT 'column', concat(c.relname, '.', a.attname), concat(format_type(a.atttypid, a.atttypmod),
    ' ', a.attnotnull, ' ', a.attidentity, ' ', a.attgenerated, ' ',
    pg_get_expr(d.adbin, d.adrelid))
FROM relation c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum WHERE c.relkind = 'r'
UNION ALL
SELECT 'constraint', concat(c.relname, ' ', pg_get_constraintdef(k.oid)),
    concat(k.contype, ' ', k.condeferrable, ' ', k.condeferred, ' ', k.convalidated)
FROM relation c JOIN pg_constraint k ON k.conrelid = c.oid WHERE k.contype <> 't'
UNION ALL
SELECT 'index', c.relname, concat(i.indisvalid, ' ', pg_get_indexdef(c.oid))
FROM relation c JOIN pg_index i ON i.indexrelid = c.oid
UNION ALL
SELECT 'trigger', concat(c.relname, ' ', t.tgname),
    concat(t.tgenabled, ' ', pg_get_triggerdef(t.oid))
FROM relation c JOIN pg_trigger t ON t.tgrelid = c.oid WHERE NOT t.tgisinternal
UNION ALL
SELECT 'guard', concat(c.relname, ' ', pg_get_constraintdef(t.tgconstraint), ' ', t.tgtype),
    string_agg(t.tgenabled::text, ' ')
FROM relation c JOIN pg_trigger t ON t.tgrelid = c.oid WHERE t.tgisinternal
GROUP BY c.relname, t.tgconstraint, t.tgtype
UNION ALL
SELECT 'rule', concat(c.relname, ' ', r.rulename), pg_get_ruledef(r.oid)
FROM relation c JOIN pg_rewrite r ON r.ev_class = c.oid WHERE c.relkind <> 'v'
UNION ALL
SELECT 'function', p.proname, pg_get_functiondef(p.oid)
FROM pg_proc p JOIN here ON p.pronamespace = here.oid
WHERE p.prokind = 'f' AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid
    AND d.deptype = 'e')
"""

#: The lock of who makes tables.
_MAKING: Final = 0x6B6564656F

#: The schema in which the migrations show what they make; no transaction keeps it.
_PATTERN: Final = "openkeden_pattern"

#: The oldest version that is tested, as the server numbers it.
_OLDEST: Final = 150000

#: Orders of text that compare byte by byte, as SQLite does.
_BY_BYTES: Final = {"C", "POSIX", "C.UTF-8", "C.utf8"}

_FITNESS: Final = """
SELECT current_setting('server_version_num')::int, current_setting('server_encoding'), datcollate,
    datlocprovider::text, current_schema(),
    has_schema_privilege(current_schema(), 'CREATE')
FROM pg_database WHERE datname = current_database()
"""

_MAY_CHECK: Final = """
SELECT 1 FROM pg_proc p JOIN pg_extension e ON e.extname = 'amcheck'
JOIN pg_depend d ON d.objid = p.oid AND d.refobjid = e.oid
WHERE p.proname IN ('bt_index_check', 'verify_heapam')
HAVING bool_and(has_function_privilege(p.oid, 'EXECUTE'))
"""
_CHECKED: Final = """
SELECT c.relname, c.relkind::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_am a ON a.oid = c.relam WHERE n.nspname = current_schema()
    AND (c.relkind = 'r' OR (c.relkind = 'i' AND a.amname = 'btree')) ORDER BY 1
"""
_CHECK_TABLE: Final = "SELECT msg FROM verify_heapam(%s::regclass)"
_CHECK_INDEX: Final = "SELECT bt_index_check(%s::regclass, true)"


def unfit() -> str:
    """Why the opened database can hold no ledger; empty where it can."""
    ((version, encoding, order, provider, place, may_create),) = _rows(_FITNESS)
    if version < _OLDEST:
        return f"its version is {version // 10000}, and 15 is the oldest that is taken"
    if encoding != "UTF8":
        return f"its encoding is {encoding}, not UTF8"
    if provider != "c" or order not in _BY_BYTES:
        return f"it orders text by {order}, not by C"
    if not place or not may_create:
        return f"the role may make no tables in its schema {place or ''}".rstrip()
    return ""


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Nobody else makes or changes tables meanwhile."""
    _rows("SELECT pg_advisory_lock(%s)", [_MAKING])
    try:
        yield
    finally:
        if not connection.connection.closed:
            _rows("SELECT pg_advisory_unlock(%s)", [_MAKING])


def is_founded() -> bool:
    """Whether the opened database has any table of its own in the schema in use."""
    sql = (
        "SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = current_schema() AND c.relkind = 'r' LIMIT 1"
    )
    return bool(_rows(sql))


def objects() -> Objects:
    """Every object of the schema in use."""
    return _objects(connection)


@functools.cache
def expected() -> Objects:
    """Every object that the migrations make in an empty schema; nothing of it is kept."""
    with _beside() as pattern, transaction.atomic(pattern.alias):
        _run(pattern, f"CREATE SCHEMA {_PATTERN}")
        _run(pattern, f"SET LOCAL search_path TO {_PATTERN}")
        executor = MigrationExecutor(pattern)
        executor.migrate(executor.loader.graph.leaf_nodes())
        made = _objects(pattern)
        transaction.set_rollback(True, pattern.alias)
    return made


def unwritable() -> str:
    """Why nothing can be written now: a server that follows another one only reads."""
    found = _rows("SHOW transaction_read_only")
    return "the server takes no changes" if found[0][0] == "on" else ""


def broken_pages() -> list[str]:
    """What PostgreSQL finds wrong with tables and indexes, where its extension `amcheck` is
    installed and the role may use it.
    """
    if not _rows(_MAY_CHECK):
        return []
    # What fails there ends no transaction of ours.
    with _beside() as database:
        found = [_broken(database, *row) for row in _rows(_CHECKED)]
    return list(itertools.chain.from_iterable(found))


def _broken(database: Any, name: str, kind: str) -> list[str]:
    quoted = f'"{name}"'
    sql = _CHECK_TABLE if kind == "r" else _CHECK_INDEX
    try:
        found = _rows(sql, [quoted], database)
    except DatabaseError as error:
        return [" ".join(str(error).split())]
    return [f"{name}: {row[0]}" for row in found if kind == "r"]


@contextlib.contextmanager
def _beside() -> Iterator[Any]:
    """Another connection to the same database, under a name of its own."""
    used = connections["default"]
    beside = type(used)(used.settings_dict, alias="beside")
    connections["beside"] = beside
    try:
        yield beside
    finally:
        del connections["beside"]
        beside.close()


def _objects(database: Any) -> Objects:
    with database.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        (schema,) = cursor.fetchone()
        cursor.execute(_OBJECTS)
        return {
            (kind, _plain(name, schema)): tuple(_plain(told, schema).split())
            for kind, name, told in cursor.fetchall()
        }


def _plain(told: str, schema: str) -> str:
    """A definition without the schema that it is in."""
    return told.replace(f'"{schema}".', "").replace(f"{schema}.", "")


def _run(database: Any, sql: str) -> None:
    with database.cursor() as cursor:
        cursor.execute(sql)


def _rows(
    sql: str, parameters: Any = None, database: Any = connection
) -> list[tuple[Any, ...]]:
    with database.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
