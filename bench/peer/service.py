"""The service of the peer: lodge declarations, many at once or one by one."""

import hashlib
import json
import pathlib
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import django
from django.conf import settings
from django.db import connection, transaction

from bench.peer import messages

_VAT = Decimal("0.16")
_WHOLE = Decimal(10_000)


def begin(database: pathlib.Path, law: pathlib.Path) -> "Service":
    """Set the service up over an empty database, with rates of duty and exchange."""
    from openkeden.site.settings import DATABASES

    kept = DATABASES["default"] | {"NAME": str(database)}
    settings.configure(
        DATABASES={"default": kept},
        INSTALLED_APPS=[],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
    )
    django.setup()
    from bench.peer import models

    with connection.schema_editor() as editor:
        for table in (models.Declaration, models.Item, models.Charge, models.Rate):
            editor.create_model(table)
    known = json.loads(law.read_text("utf-8"))
    rates = [models.Rate(code=code, rate=rate) for code, rate in known["duties"].items()]
    models.Rate.objects.bulk_create(rates, batch_size=1000)
    return Service(models, {name: Decimal(rate) for name, rate in known["rates"].items()})


class Service:
    """An opened service."""

    def __init__(self, models: Any, exchange: dict[str, Decimal]) -> None:
        self._models, self._exchange = models, exchange
        self._duties = dict(models.Rate.objects.values_list("code", "rate"))
        self._last, self._serial = bytes(32), 0

    def lodge(self, received: Sequence[bytes]) -> int:
        """Take a group in, in one transaction; how many declarations it were."""
        declarations: list[Any] = []
        items: list[Any] = []
        charges: list[Any] = []
        for message in received:
            filing = messages.Filing.model_validate_json(message)
            declared = self._declaration(filing, message)
            declarations.append(declared)
            for goods in filing.items:
                item = self._item(declared, goods, filing.currency)
                items.append(item)
                charges += self._charges(item)
            own = items[-len(filing.items) :]
            declared.customs_value = sum([item.customs_value for item in own])
            due = charges[-2 * len(own) :]
            declared.payable = sum([charge.amount for charge in due])
        with transaction.atomic():
            self._models.Declaration.objects.bulk_create(declarations)
            self._models.Item.objects.bulk_create(items)
            self._models.Charge.objects.bulk_create(charges)
        return len(declarations)

    def _declaration(self, filing: messages.Filing, message: bytes) -> Any:
        digest = hashlib.sha256(message).digest()
        self._last = hashlib.sha256(self._last + digest).digest()
        self._serial += 1
        return self._models.Declaration(
            registration=f"{filing.office}/020426/{self._serial:07d}",
            declarant=filing.declarant.id,
            reference=filing.reference,
            office=filing.office,
            origin=filing.origin_country,
            registered_on=filing.declared_on,
            message=message,
            digest=digest,
            link=self._last,
        )

    def _item(self, declared: Any, goods: messages.Item, currency: str) -> Any:
        value = goods.price * self._exchange[currency] * 100
        return self._models.Item(
            declaration=declared,
            number=goods.number,
            code=goods.code,
            origin=goods.origin,
            net_mass=goods.net_mass_kg,
            customs_value=_whole(value),
        )

    def _charges(self, item: Any) -> list[Any]:
        duty = _whole(item.customs_value * self._duties[item.code] / _WHOLE)
        taxed = item.customs_value + duty
        owed = (("duty", item.customs_value, duty), ("vat", taxed, _whole(taxed * _VAT)))
        return [
            self._models.Charge(item=item, kind=kind, base=base, amount=amount)
            for kind, base, amount in owed
        ]


def _whole(amount: Decimal) -> int:
    return int(Decimal(amount).quantize(Decimal(1), ROUND_HALF_UP))
