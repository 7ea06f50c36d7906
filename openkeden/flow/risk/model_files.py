"""Files of risk models in an installation: each under its digest, read when it is in force
and read again when somebody changes it.
"""

import functools
import pathlib

from openkeden.base import findings
from openkeden.base.findings import Finding, Refused
from openkeden.files import whole_file
from openkeden.flow.risk.loaded_model import LoadedModel
from openkeden.risk import standing
from openkeden.risk.model import model_file

#: The folder of model files in an installation.
FOLDER = "models"


def read(content: bytes, name: str) -> LoadedModel | Refused:
    """The model in a file that findings call by its name."""
    model = model_file.read(content, name)
    if isinstance(model, Refused):
        return model
    return LoadedModel(bytes.fromhex(model_file.digest(content)), model)


def path_of(home: pathlib.Path, digest: bytes) -> pathlib.Path:
    """Where the file of a model lies."""
    return home / FOLDER / f"{digest.hex()}.model"


def keep(home: pathlib.Path, digest: bytes, content: bytes) -> None:
    """Put the file of a model in its place; it is nobody else's."""
    path = path_of(home, digest)
    whole_file.make_private_folder(path.parent)
    whole_file.write(path, content, private=True)


def keep_card(home: pathlib.Path, digest: bytes, card: bytes) -> pathlib.Path:
    """Put the card of a model beside its file; where it stands."""
    path = path_of(home, digest).with_suffix(".md")
    whole_file.write(path, card, private=True)
    return path


def load(home: pathlib.Path, digest: bytes) -> LoadedModel | Refused:
    """The model of an installation; it is read again where its file changed."""
    path = path_of(home, digest)
    try:
        state = path.stat()
    except OSError as error:
        return Refused((_unusable(digest, error.strerror or type(error).__name__),))
    return _loaded(path, digest, (state.st_mtime_ns, state.st_size, state.st_ino))


@functools.lru_cache(maxsize=8)
def _loaded(path: pathlib.Path, digest: bytes, _: object) -> LoadedModel | Refused:
    try:
        content = path.read_bytes()
    except OSError as error:
        return Refused((_unusable(digest, error.strerror or type(error).__name__),))
    model = read(content, path.name)
    if isinstance(model, Refused):
        return Refused((_unusable(digest, f"see {model.findings[0].rule}"),))
    if model.digest != digest:
        return Refused((_unusable(digest, f"it is the model {model.digest.hex()}"),))
    return model


def _unusable(digest: bytes, reason: str) -> Finding:
    return findings.of(standing.UNUSABLE, "model", value=digest.hex()[:16], reason=reason)
