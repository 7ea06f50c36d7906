"""The mechanism of a generated world: who offends, how, and what of it shows.

Log-odds, logarithms, rates and shares are in millionths. Where no other source is told, the
figures are assumptions: they were chosen so that the world is neither trivial nor hopeless,
not measured at any border.
"""

from collections.abc import Mapping
from typing import Final, Literal

import msgspec

from openkeden.world.powers import MILLION

#: How a new scheme looks: with clean traders and a low risk, or with any traders; and whether
#: offences show in the value alone, nobody flees and nobody is corrupt; or, beside what shows
#: in a soft one, false codes show in words.
Hardness = Literal["hard", "soft", "simple-hard", "simple-soft", "words"]

#: What an offence is; another than the four shows nowhere, nor does misclassification but in
#: words.
Offence = Literal["undervaluation", "misclassification", "origin", "quantity", "other"]

_THOUSAND: Final = 1_000


class Spread(msgspec.Struct, frozen=True):
    """A normal distribution."""

    #: Its mean.
    mean: int

    #: Its standard deviation.
    spread: int


class Scheme(msgspec.Struct, frozen=True):
    """A new kind of fraud that appears in the middle of the time: goods of some codes and
    origins are moved there.
    """

    #: How many pairs of code and origin.
    routes: int = 6

    #: They are among so many of the heaviest codes.
    among: int = 40

    #: The probability with which a declaration moves onto one route.
    moved_ppm: int = 12_000

    #: The least probability of an offence there.
    floor_ppm: int = 350_000

    #: Whether only traders of good record move.
    clean: bool = False


class Signs(msgspec.Struct, frozen=True):
    """What shows of offences, and how often it shows of honest goods."""

    #: The country of dispatch is not that of origin: of honest goods, and where the origin is
    #: false.
    elsewhere_ppm: tuple[int, int] = (100_000, 500_000)

    #: The mass is a round number: of honest goods, and where more comes than is declared.
    round_ppm: tuple[int, int] = (200_000, 600_000)

    #: Goods that have a neighbour of a higher duty are called by its name: honest goods, and
    #: those whose code is false.
    words_ppm: tuple[int, int] = (0, 0)


class Offences(msgspec.Struct, frozen=True):
    """The share of each kind of offence, in millionths. Where goods have no neighbour of a
    higher duty, another offence takes the place of misclassification.
    """

    #: The value is too low.
    undervaluation: int = 600_000

    #: The code is that of neighbouring goods of a lower duty.
    misclassification: int = 150_000

    #: The country of origin is another.
    origin: int = 150_000

    #: More comes than is declared.
    quantity: int = 100_000


class Mechanism(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that a world is drawn by."""

    #: How many importers, brokers, goods and origins there are.
    importers: int = 2_500
    brokers: int = 150
    goods: int = 300
    origins: int = 25

    #: How many goods an importer usually brings.
    home_goods: int = 6

    #: The shape of the activity of importers, of the weight of goods, of that of origins.
    activity_shape: int = 1_100_000
    goods_shape: int = 1_200_000
    origin_shape: int = 1_000_000

    #: What everybody has at least of these.
    least_activity: int = 50_000
    least_weight: int = 100_000

    #: The share of declarations that bring a usual good of the importer, and that go by the
    #: importer's own broker.
    home_ppm: int = 700_000
    own_broker_ppm: int = 850_000

    #: The probability that one more line comes with the same importer, broker and origin.
    more_ppm: int = 400_000

    #: The log-odds of an offence: of everything, of importers, goods, routes and brokers, and
    #: for each unit of the rate of duty.
    base: int = -4_350_000
    importer_risk: Spread = Spread(0, MILLION)
    goods_risk: Spread = Spread(0, 700_000)
    route_risk: Spread = Spread(0, 600_000)
    broker_risk: Spread = Spread(0, 400_000)
    duty_risk: int = 2_500_000

    #: The weekly change of the risk of a route.
    drift: Spread = Spread(0, 40_000)

    #: The weekly probability that an importer goes on under another number, and its risk then.
    renamed_ppm: int = 12_000
    renamed_risk: Spread = Spread(350_000, MILLION)

    #: What an offence that is found takes from the risk of its route.
    learnt: int = 100_000

    #: The probability that an importer who was caught goes on under another number.
    flees_ppm: int = 50_000

    #: The new scheme.
    scheme: Scheme = Scheme()

    #: The kinds of offence.
    offences: Offences = Offences()

    #: What shows of them.
    signs: Signs = Signs()

    #: The share of the charges that an offence evades: from, to.
    gap_ppm: tuple[int, int] = (250_000, 700_000)

    #: The spread of the unit value about the median of its code.
    value_noise: int = 350_000

    #: Logarithms of the median unit value of goods, in dollars a kilogram, and of the mass in
    #: kilograms.
    unit_value: Spread = Spread(2_000_000, 1_300_000)
    mass: Spread = Spread(5_500_000, 1_600_000)

    #: What is charged beside the duty, as a share of the value.
    other_charges_ppm: int = 100_000

    #: Officers, how many of them are corrupt, the share of their findings that these keep
    #: to themselves, and the share of declarations of the riskiest importers that are
    #: steered to them.
    officers: int = 40
    corrupt: int = 2
    concealed_ppm: int = 500_000
    steered_ppm: int = 300_000

    #: Importers of at least this risk steer.
    steering_risk: int = 1_500_000


SOFT: Final = Mechanism()
HARD: Final = Mechanism(scheme=Scheme(floor_ppm=250_000, clean=True))

#: Few of everybody, and offences often enough to be counted in few lines: for trials by the
#: thousand.
SMALL: Final = Mechanism(
    importers=120,
    brokers=10,
    goods=40,
    base=-3_000_000,
    scheme=Scheme(floor_ppm=250_000, clean=True),
)


def simple(of: Mechanism) -> Mechanism:
    """The mechanism as it was measured before: every offence that is not an undervaluation
    shows nowhere, nobody flees, nobody is corrupt, and lines come one by one.
    """
    unseen = Offences(600_000, 400_000, 0, 0)
    return msgspec.structs.replace(of, offences=unseen, flees_ppm=0, corrupt=0, more_ppm=0)


#: Words show most false codes, and honest traders seldom take the wrong ones.
WORDS: Final = Mechanism(signs=Signs(words_ppm=(10_000, 600_000)))

BY_NAME: Final[Mapping[str, Mechanism]] = {
    "words": WORDS,
    "hard": HARD,
    "soft": SOFT,
    "simple-hard": simple(HARD),
    "simple-soft": simple(SOFT),
}
