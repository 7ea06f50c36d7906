"""Prove that what was acknowledged is kept: `make prove`.

Each proof prints what it did, how many times, and every fault that it found; the exit code
is 1 when there is one.
"""

import argparse
import shutil
import signal
import subprocess
import sys

from prove import (
    beside,
    crowd,
    cuts,
    failures,
    fuzz,
    growth,
    intervals,
    kills,
    law_changes,
    served,
    tamper,
    together,
    tracing,
)
from prove.outcome import Asked, Outcome, Proof

PROOFS = (
    Proof("kills", "kill -9 at any moment, and the same again", kills.prove, 100, 10_000),
    Proof("cuts", "a power cut at any moment", cuts.prove, 2000, 100_000, traced=True),
    Proof(
        "control",
        "cuts without syncs, which must lose",
        cuts.control,
        400,
        4000,
        traced=True,
    ),
    Proof("failures", "the k-th call fails", failures.prove, 150, 10_000, traced=True),
    Proof("crowd", "the same filings by many processes", crowd.prove, 16, 64),
    Proof("together", "processes at one ledger on PostgreSQL", together.prove, 6, 200),
    Proof("beside", "audits beside a writer", beside.prove, 10, 100),
    Proof("served", "kill -9 of a server whose clients send again", served.kills, 5, 200),
    Proof("load", "seconds of 25 filings each over HTTP", served.load, 20, 1200),
    Proof("tamper", "changes by hand, which the audit notices", tamper.prove, 80, 4000),
    Proof("fuzz", "readers that get changed messages", fuzz.prove, 20_000, 1_000_000),
    Proof("law", "changes of the law, which its cases notice", law_changes.prove, 60, 2000),
    Proof("intervals", "random checks tell the truth", intervals.prove, 40, 1000),
    Proof("growth", "inputs made to hurt, of 10 kB to 10 MB", growth.prove, 10_000, 10_000),
)

NAMES = [proof.name for proof in PROOFS]


def main() -> None:
    """Run the proofs asked for, all by default."""
    arguments = _arguments()
    # Who is told to stop tidies up, and stops what it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    chosen = [proof for proof in PROOFS if proof.name in (arguments.names or NAMES)]
    missing = ""
    if any(proof.traced for proof in chosen):
        missing = tracing.why_not()
        if not missing:
            tracing.load()
    print(f"seed {arguments.seed}, commit {_commit()}", flush=True)
    failed = False
    for proof in chosen:
        if proof.traced and missing:
            found = Outcome(proof.name, {}, skipped=missing)
        else:
            count = arguments.count or (proof.long if arguments.long else proof.short)
            found = proof.run(Asked(arguments.seed, count))
        print("\n".join(found.lines()), flush=True)
        failed = failed or bool(found.faults)
    sys.exit(1 if failed else 0)


def _arguments() -> argparse.Namespace:
    about = "\n".join([f"  {proof.name:10} {proof.about}" for proof in PROOFS])
    parser = argparse.ArgumentParser(
        prog="python -m prove",
        description=__doc__,
        epilog=f"proofs:\n{about}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", choices=[[], *NAMES], help="default: all")
    parser.add_argument("--seed", type=int, default=1, help="of all random choices")
    parser.add_argument("--count", type=int, default=0, help="how many times")
    parser.add_argument("--long", action="store_true", help="the counts of a long run")
    return parser.parse_args()


def _commit() -> str:
    """The commit that is proved; `+` where files differ from it."""
    if shutil.which("git") is None:
        return "unknown"
    command = ["git", "describe", "--always", "--dirty=+", "--exclude=*"]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    return told.stdout.strip() or "unknown"


if __name__ == "__main__":
    main()
