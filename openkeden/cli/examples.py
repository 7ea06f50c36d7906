"""Examples under the help of each command: lines that may be typed after `keden demo`, with
files of one's own. `tests/cli/test_examples.py` runs each of them.
"""

from typing import Final

import msgspec

from openkeden.cli import exit_codes


class Example(msgspec.Struct, frozen=True):
    """A call of the program."""

    #: What is typed.
    line: str

    #: The exit code it ends with.
    code: int = exit_codes.OK

    #: Whether it goes on until it is told to end.
    lasts: bool = False


def of(command: str) -> tuple[Example, ...]:
    """The examples of a command by its whole name; none for one that has none."""
    return EXAMPLES.get(command.partition(" ")[2], ())


_THEN = "--at 2026-04-02T10:00+05:00"

EXAMPLES: Final = {
    "demo": (Example("keden demo"), Example("keden demo --home other --lang ru")),
    "schema": (
        Example("keden schema --format md --lang ru"),
        Example("keden schema --template import"),
    ),
    "check": (
        Example(f"keden check declaration.json {_THEN}"),
        Example(f"keden check declaration.json --lang ru --json {_THEN}"),
    ),
    "clear": (
        Example(f"keden clear declaration.json {_THEN}"),
        Example(f"keden clear declaration.json --out answers.jsonl {_THEN}"),
        Example(
            "keden clear declaration.json --to https://customs.example --key-file key",
            exit_codes.UNUSABLE,
        ),
    ),
    "amend": (
        Example(
            f"keden amend EXP-1 declaration.json --actor a.broker {_THEN}",
            exit_codes.REFUSED,
        ),
    ),
    "withdraw": (
        Example(f"keden withdraw VAL-2 --actor a.broker {_THEN}", exit_codes.REFUSED),
    ),
    "list": (
        Example("keden list --office 57505 --state documents_asked"),
        Example("keden list --officer demo-inspector --lane red --all"),
    ),
    "status": (
        Example("keden status CAR-1"),
        Example("keden status CAR-1 --officer demo-inspector"),
    ),
    "act": (
        Example("keden act IMP-3"),
        Example(
            "keden act IMP-3 order_inspection --role inspector --actor demo-inspector"
            f" {_THEN}"
        ),
    ),
    "deposit": (
        Example(
            "keden deposit 990140000017 5000000 --document PO-7 --bank EXMPKZKA"
            f" --date 2026-04-01 --actor demo-treasury {_THEN}"
        ),
    ),
    "account show": (Example("keden account 990140000017"),),
    "account reverse": (
        Example(
            f"keden account reverse 6 --reason 'paid twice' --actor demo-treasury {_THEN}"
        ),
    ),
    "account confirm": (
        Example(
            f"keden account confirm 60 --actor demo-inspector {_THEN}", exit_codes.REFUSED
        ),
    ),
    "mandate give": (
        Example(
            "keden mandate give 990140000017 --holder 150240019999 --limit 1000000"
            " --since 2026-04-02 --until 2026-12-31 --document MANDATE-1"
            f" --actor demo-treasury --role treasury {_THEN}"
        ),
    ),
    "mandate withdraw": (
        Example(
            f"keden mandate withdraw 1 --reason ended --actor demo-treasury {_THEN}",
            exit_codes.REFUSED,
        ),
    ),
    "mandate list": (Example("keden mandate list"),),
    "person add": (
        Example(
            "keden person add ivanova --name 'A. Ivanova' --role inspector"
            f" --office 57505 --document ORDER-1 --actor demo-administrator {_THEN}"
        ),
    ),
    "person end": (
        Example(
            "keden person end demo-inspector --role inspector --reason 'moved on'"
            " --actor demo-administrator --at 2026-04-03T10:00+05:00"
        ),
    ),
    "key issue": (
        Example(
            "keden key issue --person a.broker --scopes file,read --until 2027-03-31"
            f" --label warehouse {_THEN}"
        ),
    ),
    "key rotate": (
        Example(
            "keden key rotate 7fQ2abcd --until 2027-03-31 --actor demo-administrator"
            f" {_THEN}",
            exit_codes.REFUSED,
        ),
    ),
    "key revoke": (
        Example(
            f"keden key revoke 7fQ2abcd --reason lost --actor demo-administrator {_THEN}",
            exit_codes.REFUSED,
        ),
    ),
    "key list": (Example("keden key list"),),
    "signature test-authority": (
        Example(
            "keden signature test-authority --out signers --name 'A. Example'"
            f" --iin 850101300123 --bin 990140000017 {_THEN}"
        ),
    ),
    "signature make": (
        Example("keden signature make declaration.json --with trial/rsa --out d.p7s"),
    ),
    "signature check": (
        Example(
            f"keden signature check declaration.json declaration.p7s {_THEN}",
            exit_codes.REFUSED,
        ),
    ),
    "signature authority add": (
        Example(
            "keden signature authority add trial/authority.pem --actor demo-administrator"
            f" {_THEN}"
        ),
    ),
    "signature authority end": (
        Example(
            "keden signature authority end 9c1e22ab --why 'its key was lost'"
            f" --actor demo-administrator {_THEN}",
            exit_codes.REFUSED,
        ),
    ),
    "signature authority list": (Example("keden signature authority list"),),
    "person list": (Example("keden person list"),),
    "person show": (Example("keden person show demo-inspector"),),
    "duty": (
        Example(
            "keden duty --code 8703231100 --value 42000 --currency EUR --origin DE"
            " --net 2900 --qty 1 --attribute engine_cm3=1995 --on 2026-04-02"
        ),
        Example(
            "keden duty --code 8429521001 --value 100000 --currency EUR --origin DE"
            " --net 20000 --qty 1 --procedure 53 --months 7 --on 2026-04-02"
        ),
        Example(
            "keden duty --regime parcel --code 6403999600 --value 250 --currency EUR"
            " --net 2 --on 2026-04-02"
        ),
    ),
    "interest": (
        Example("keden interest 500000 --released 2025-11-03 --paid 2025-12-03"),
        Example("keden interest 500000 --months 7 --on 2026-04-02 --json"),
    ),
    "explain": (
        Example("keden explain CAR-1"),
        Example("keden explain CAR-1 --officer demo-inspector"),
    ),
    "split": (Example(f"keden split declaration.json --out-dir parts {_THEN}"),),
    "recompute": (Example("keden recompute asycuda.xml"),),
    "measures": (
        Example("keden measures 0102291000 --direction export --on 2026-04-02", 1),
        Example(
            "keden measures 0713400000 --direction import --origin CA"
            " --from 2026-01-01 --to 2026-12-31"
        ),
    ),
    "ledger verify": (Example("keden ledger verify"),),
    "ledger head": (Example("keden ledger head"),),
    "ledger export": (Example("keden ledger export public"),),
    "ledger check-export": (Example("keden ledger check-export exported"),),
    "receipt get": (Example("keden receipt get CAR-1 --out CAR-1.tlog-proof"),),
    "receipt verify": (
        Example("keden receipt verify AID-1.tlog-proof --key .keden/log.vkey"),
    ),
    "risk profiles test": (
        Example("keden risk profiles test"),
        Example(f"keden risk profiles test --on declaration.json {_THEN}"),
        Example("keden risk profiles test --model model.risk"),
    ),
    "risk draws": (Example("keden risk draws 2026-04-02", exit_codes.REFUSED),),
    "classify train": (
        Example("keden classify train declared.csv --out ours.kgc"),
        Example("keden classify train --officer demo-inspector --out lodged.kgc"),
    ),
    "classify texts": (Example("keden classify texts official.csv --out ours.kgc"),),
    "classify evaluate": (Example("keden classify evaluate - declared.csv --json"),),
    "classify agreement": (Example("keden classify agreement - declared.csv --json"),),
    "classify validate": (Example("keden classify validate declared.csv --lang ru"),),
    "risk history": (
        Example("keden risk history --officer demo-inspector --out history.csv"),
        Example("keden risk history declaration.json --out lines.csv --indicators"),
    ),
    "risk train": (
        Example("keden risk train past.csv --out model.risk --until 2026-04-02"),
    ),
    "risk evaluate": (
        Example("keden risk evaluate past.csv --json"),
        Example("keden risk evaluate past.csv --protocol one-row-per-block"),
    ),
    "risk tradeoff": (
        Example("keden risk tradeoff past.csv --minutes 60 --out tradeoff.html"),
    ),
    "risk seed reveal": (
        Example("keden risk seed reveal 2026-04-02 --actor demo-administrator"),
    ),
    "world": (Example("keden world --out world --weeks 8 --per-week 100 --on 2026-04-02"),),
    "risk alarms": (Example("keden risk alarms --officer demo-chief"),),
    "risk retrain": (
        Example("keden risk retrain --actor demo-administrator", exit_codes.REFUSED),
    ),
    "risk model list": (Example("keden risk model list"),),
    "risk model propose": (
        Example("keden risk model propose model.risk --actor demo-administrator"),
    ),
    "risk model promote": (
        Example("keden risk model promote 9c1e --actor demo-chief", exit_codes.REFUSED),
    ),
    "risk model withdraw": (
        Example("keden risk model withdraw --why 'it drifts' --actor demo-chief"),
    ),
    "witness init": (Example("keden witness init a.example/w --key .keden/log.vkey"),),
    "witness cosign": (Example("keden witness cosign exported --state watching"),),
    "suggest": (
        Example("keden suggest apple juice in bottles --on 2026-04-02"),
        Example("keden suggest 'мужские кожаные ботинки' --digits 10 --lang ru --json"),
        Example("keden suggest parts", exit_codes.REFUSED),
        Example("keden suggest bag for carrying things --ask --on 2026-04-02"),
        Example(
            "keden suggest bag for carrying things --answer heading=4202 --on 2026-04-02"
        ),
    ),
    "rulings add": (
        Example(
            "keden rulings add KZ-0001/26 8517130000 --text 'smartphone with a dual SIM'"
            " --reasons 'it telephones: note 5 to chapter 85' --decided KGD"
            " --since 2026-01-01 --until 2028-12-31 --public --actor demo-chief",
        ),
    ),
    "rulings withdraw": (
        Example(
            "keden rulings withdraw KZ-0001/26 --why 'another chapter' --actor demo-chief",
            exit_codes.REFUSED,
        ),
    ),
    "rulings search": (
        Example("keden rulings search smartphone", exit_codes.REFUSED),
        Example("keden rulings search --officer demo-inspector", exit_codes.REFUSED),
    ),
    "tariff show": (
        Example("keden tariff show 0713400000 --on 2026-04-02"),
        Example("keden tariff show '8471 50' --on 2026-04-02"),
    ),
    "tariff search": (
        Example("keden tariff search tomatoes --on 2026-04-02"),
        Example("keden tariff search сухое молоко --lang ru --limit 5 --on 2026-04-02"),
    ),
    "tariff editions": (Example("keden tariff editions"),),
    "tariff diff": (Example("keden tariff diff 2025-09-21 2026-03-08"),),
    "tariff import": (
        Example("keden tariff import edition.csv --notes notes.csv --dry-run"),
    ),
    "tariff coverage": (Example("keden tariff coverage duties.csv --dialect eaeu"),),
    "law check": (Example("keden law check --country KG"),),
    "law audit": (
        Example("keden law audit --on 2026-04-02 --days 90"),
        Example("keden law audit --on declaration.json --on 2026-04-02"),
    ),
    "law import": (Example("keden law import rows.toml --dry-run"),),
    "law lists": (
        Example("keden law lists"),
        Example("keden law lists documents --lang ru --json"),
    ),
    "law history": (Example("keden law history"),),
    "law adopt": (
        Example(f"keden law adopt --actor demo-administrator {_THEN}", exit_codes.REFUSED),
    ),
    "rates fetch": (
        Example("keden rates fetch 2026-04-05 --actor demo-administrator"),
        Example(
            "keden rates fetch 2026-04-06 --since 2026-04-05 --actor demo-administrator"
        ),
    ),
    "rates import": (
        Example(
            "keden rates import rates.xml --actor demo-administrator"
            " --at 2026-04-05T10:00+05:00"
        ),
    ),
    "rates waiting": (Example("keden rates waiting"),),
    "rates confirm": (
        Example(
            f"keden rates confirm 60 --actor demo-administrator {_THEN}",
            exit_codes.REFUSED,
        ),
    ),
    "serve": (Example("keden serve --port 8080", lasts=True),),
    "doctor": (Example("keden doctor", exit_codes.REFUSED),),
    "backup": (Example("keden backup today.tar"),),
    "restore": (Example("keden restore yesterday.tar --home restored"),),
    "help": (Example("keden help tariff show"), Example("keden help exit-codes")),
    "version": (Example("keden version"),),
}
