"""Summaries of the sub-commands as `keden --help` lists them: it loads none of the commands."""

from typing import Final

#: The first sentence of the help of each, by its name.
COMMANDS: Final = {
    "demo": "Clear the sample declarations and show what became of them.",
    "schema": (
        "Describe what `keden clear` reads: every field with its box, label, type and "
        "length."
    ),
    "check": (
        "Check declarations before they are filed: every finding and every sum that "
        "`keden clear` would come to, with nothing recorded."
    ),
    "clear": (
        "Lodge declarations: check, value, tax, target and decide on each, and record "
        "it in the ledger."
    ),
    "amend": (
        "Amend a lodged declaration: the file takes its place as a new version under "
        "the same number."
    ),
    "withdraw": (
        "Withdraw a declaration before it is released; what was paid for it is free again."
    ),
    "list": (
        "List declarations by what they wait for: overdue ones first, then the nearest "
        "deadline."
    ),
    "status": (
        "Show state, deadline, payments and history of a declaration, and what may be "
        "done next; to an officer the reasons of the lane too."
    ),
    "act": (
        "Do one action of the lifecycle on a declaration; exit code 1 and every reason "
        "when it is not possible."
    ),
    "deposit": (
        "Book a document that brings a payer money or a guarantee: what waits is paid, "
        "the nearest deadline first, and released."
    ),
    "account": "Accounts of payers: `keden account BIN` shows one.",
    "mandate": "Mandates: who may declare at whose cost, up to which amount, until when.",
    "person": "The register of people: who may act in which role, from which day to which.",
    "key": "Keys: which programs may ask the service, for whom, what for, until when.",
    "signature": (
        "Signatures of declarations: check one, trust an authority, make some for trials."
    ),
    "duty": (
        "Price the clearance of goods before they travel: value, duty, excise, VAT and "
        "fee, with the law behind each."
    ),
    "interest": (
        "Compute the interest of a deferral, or what temporary admission costs by months."
    ),
    "explain": (
        "Rebuild every figure of a lodged declaration from its message, the rates of "
        "its day and the law, line by line; to an officer also how it was selected, and "
        "what the texts of its goods speak for where that is not the declared code."
    ),
    "split": (
        "Split declarations in two: goods at the lower duty of the country, which must "
        "stay in it, and the others."
    ),
    "recompute": (
        "Compute every tax line of ASYCUDA World declarations again from its own base "
        "and rate; nothing is recorded."
    ),
    "measures": (
        "Say whether goods may move on a day, which row of law says so, and on which "
        "other days after it that changes."
    ),
    "ledger": (
        "The ledger: verify it, print its signed head, export it and check the export."
    ),
    "receipt": "Receipts: write one, verify one offline.",
    "classify": (
        "Models that suggest codes: learn from declared texts, and say how good they are."
    ),
    "risk": (
        "Targeting: models in force, risk profiles tried, goods lines of the past, the draws "
        "of a day repeated."
    ),
    "world": (
        "Generate a world with a known truth: traders, goods and fraud by a documented "
        "mechanism."
    ),
    "witness": "A witness: watch a ledger of others, and sign its heads.",
    "suggest": (
        "Suggest codes by what goods are said to be: candidates of the tariff of a day, the "
        "words that spoke for each, and how far the words reach."
    ),
    "tariff": "The tariff: look up codes, compare and import editions.",
    "law": "The law: check and audit its rows, import further ones.",
    "rulings": (
        "Advance rulings on codes of goods: enter one, withdraw it, find those that count."
    ),
    "rates": "Exchange rates: fetch or import a central bank's answer, confirm what waits.",
    "serve": "Serve the interface over HTTP until the process is told to end.",
    "doctor": (
        "Examine an installation: database, ledger, key, disks, clock, law, rates, "
        "settings."
    ),
    "backup": "Keep the whole installation in one file: database, keys, law.",
    "restore": (
        "Bring an installation back from a backup, into a folder that is not there yet "
        "or empty."
    ),
    "help": "Show the help of a command, or what the exit codes mean.",
}
