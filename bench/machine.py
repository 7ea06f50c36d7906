"""The machine and the interpreter that a run was made on, in words."""

import os
import platform
import sqlite3
import sysconfig


def told() -> str:
    """All that a ratio may depend on besides the program."""
    load = os.getloadavg()[0]
    return (
        f"{cores()} of {platform.machine()} under {platform.system()};"
        f" {platform.python_implementation()} {platform.python_version()}, {build()};"
        f" SQLite {sqlite3.sqlite_version}; {load:.1f} processes waited for a core at the start"
    )


def cores() -> str:
    """How many cores this process may use."""
    count = len(os.sched_getaffinity(0))
    return "one core" if count == 1 else f"{count} cores"


def build() -> str:
    """How the interpreter was compiled."""
    options = str(sysconfig.get_config_var("CONFIG_ARGS") or "")
    flags = str(sysconfig.get_config_var("PY_CORE_CFLAGS") or "").split()
    level = next((flag for flag in reversed(flags) if flag.startswith("-O")), "-O?")
    profiled = "--enable-optimizations" in options or "-fprofile-use" in flags
    linked = "--with-lto" in options or "-flto" in flags
    parts = [f"compiled by {platform.python_compiler()} at {level}"]
    parts.append(f"{'with' if profiled else 'without'} profile-guided optimisation")
    parts.append(f"{'with' if linked else 'without'} optimisation at link time")
    return ", ".join(parts)
