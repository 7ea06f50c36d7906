"""Bundled samples: declarations that come with the package, lodged one by one on the day of
the bundled exchange rates.
"""

import datetime
import io
import time
from collections.abc import Iterator, Sequence
from importlib import resources

import msgspec

from openkeden import formats
from openkeden.accounting import chart
from openkeden.accounting.documents import PaymentDocument
from openkeden.assessment import charges
from openkeden.base.findings import Refused
from openkeden.flow.installation import Installation
from openkeden.flow.lodging import answers, lodge
from openkeden.flow.money import deposits
from openkeden.flow.people import register

#: The bundled rates are of the first days of April 2026; the samples are registered on one
#: of them.
MOMENT = datetime.datetime(2026, 4, 2, 4, 30, tzinfo=datetime.UTC)

#: What the fictional traders of the samples have paid in, in tenge, and the proof of it.
DEPOSITS = (
    ("990140000017", 150_000_000_00, "EXAMPLE-PO-1"),
    ("970640000120", 4_000_000_00, "EXAMPLE-PO-2"),
    ("020540003342", 20_000_000_00, "EXAMPLE-PO-3"),
    ("150240019999", 9_000_000_00, "EXAMPLE-PO-4"),
)

#: A code of a bank that does not exist, and the day of its payment orders.
BANK, ISSUED = "EXMPKZKA", datetime.date(2026, 4, 1)


#: The fictional people who keep the register, book the money, read what is sealed and put
#: risk models in force.
ADMINISTRATOR, TREASURY, INSPECTOR, CHIEF = (
    "demo-administrator",
    "demo-treasury",
    "demo-inspector",
    "demo-chief",
)
PEOPLE = (
    (ADMINISTRATOR, "administrator"),
    (TREASURY, "treasury"),
    (INSPECTOR, "inspector"),
    (CHIEF, "chief"),
)


class Sample(msgspec.Struct, frozen=True):
    """One sample and what became of it."""

    #: What the first goods are.
    goods: str

    #: The answer.
    answer: answers.Answer

    #: The seconds from its bytes to the durable answer.
    seconds: float


class Sums(msgspec.Struct, frozen=True):
    """The charges of an answer by kind, in minor units."""

    #: Duties of every kind.
    duties: int

    #: Taxes.
    taxes: int

    #: Fees.
    fees: int


def samples() -> list[bytes]:
    """The files of samples, each a JSON array of declarations, in order."""
    folder = resources.files("openkeden") / "samples"
    paths = sorted(folder.iterdir(), key=lambda path: path.name)
    return [path.read_bytes() for path in paths if path.name.endswith(".json")]


def pay_in(at: Installation, late: str = "") -> Refused | None:
    """Credit the traders of the samples, once; an installation with people of its own takes
    no example money. `late` says why the moment runs backwards.
    """
    if _are_to_enter([tenure.person for tenure in register.everybody()]):
        refused = _enter_people(at, late)
        if refused is not None:
            return refused
    for payer, amount, number in DEPOSITS:
        order = PaymentDocument(payer, chart.ADVANCE, amount, number, BANK, ISSUED)
        done = deposits.deposit(order, TREASURY, MOMENT, at, late)
        if isinstance(done, Refused):
            return done
    return None


def _are_to_enter(known: Sequence[str]) -> bool:
    """Whether some of the fictional people are missing where there is nobody else."""
    named = {person for person, _ in PEOPLE}
    return set(known) < named


def _enter_people(at: Installation, late: str) -> Refused | None:
    """Enter the fictional people of the samples; another process may do so meanwhile."""
    for person, role in PEOPLE:
        wanted = register.Wanted(
            person=person, name="Fictional person", role=role, document="EXAMPLE"
        )
        entered = register.appoint(wanted, ADMINISTRATOR, MOMENT, at, late)
        if isinstance(entered, Refused) and not _is_entered(person, role):
            return entered
    return None


def _is_entered(person: str, role: str) -> bool:
    known = [(tenure.person, tenure.role) for tenure in register.everybody()]
    return (person, role) in known


def run(at: Installation, late: str = "") -> Iterator[Sample]:
    """Lodge every sample by itself, as its sender would."""
    for body in samples():
        for received in formats.read(io.BytesIO(body)):
            began = time.perf_counter()
            lodged = lodge.lodge_all([received], lodge.Actor(), MOMENT, at, late)
            answer = next(lodged)
            seconds = time.perf_counter() - began
            yield Sample(_goods(received), answer, seconds)


def _goods(received: formats.Received | formats.Unread) -> str:
    if isinstance(received, formats.Unread):
        return ""
    return received.filing.items[0].description


def sums(answer: answers.Answer) -> Sums:
    """The charges of an answer by kind."""
    amounts = {"duties": 0, "taxes": 0, "fees": 0}
    for charge in charges.CHARGES:
        amounts[_kind(charge)] += answer.totals.get(charge.code, 0)
    return Sums(**amounts)


def _kind(charge: charges.ChargeKind) -> str:
    if charge.per == "declaration":
        return "fees"
    return "duties" if charge is charges.DUTY or charge.always else "taxes"
