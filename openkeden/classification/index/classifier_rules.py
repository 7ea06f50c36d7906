"""Rules of the files of models of classification."""

from openkeden.base import findings

NO_MODEL = findings.Rule(
    number="C.10",
    message="{value} is not a model of classification.",
    fix="Name a file that `keden classify train` or `keden classify texts` wrote.",
)
ALTERED = findings.Rule(
    number="C.11",
    message="The model {value} is not as it was written: its digest does not fit.",
    fix="Take the file from where it was kept, or make the model again.",
)
OTHER_FORM = findings.Rule(
    number="C.12",
    message="The model {value} has form {form}; this program reads form {known}.",
    fix="Make the model again with this program.",
)
UNSOUND = findings.Rule(
    number="C.13",
    message="The model {value} cannot be used: {reason}.",
    fix="Make the model again; a file that was written by hand is not taken.",
)
TOO_BIG = findings.Rule(
    number="C.14",
    message="The file {value} is larger than any model: more than {most} MiB.",
    fix="Name the file of a model.",
)
OTHER_THAN_LAW = findings.Rule(
    number="C.15",
    message="The bundled model {value} is not the one that the law pack names.",
    fix="Install the program again; who changed words of law makes the model anew.",
)
NONE_IN_LAW = findings.Rule(
    number="C.16",
    message="The law of {value} names no model of classification.",
    fix="Name the file of one with --model.",
)
RULES = (NO_MODEL, ALTERED, OTHER_FORM, UNSOUND, TOO_BIG, OTHER_THAN_LAW, NONE_IN_LAW)
