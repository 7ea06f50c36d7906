"""The built wheel, installed where this checkout is not: the same demo, with law, texts and
samples inside of it.
"""

import json
import subprocess
import sys
import zipfile

import pytest

from openkeden.flow import installation_files
from tests import founded

#: What the package reads at run time and is no Python.
CARRIED = (
    "law/kz/pack.toml",
    "law/eaeu/tariff.csv",
    "locale/ru.toml",
    "py.typed",
    "samples/01-servers-donated.json",
    "samples/world.risk",
)

#: The command where nothing is there that risk models are trained with.
UNTRAINED = """
import sys

for name in ("lightgbm", "numpy", "pyarrow", "scipy", "sklearn"):
    sys.modules[name] = None
from openkeden.cli.main import run

sys.argv = ["keden", "demo"]
run()
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        str(folder),
        str(founded.ROOT),
    ]
    subprocess.run(command, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """A folder with the wheel's content and scripts; its dependencies are those of this
    environment.
    """
    target = tmp_path_factory.mktemp("installed")
    words = [
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--disable-pip-version-check",
        "--target",
        str(target),
    ]
    subprocess.run(
        [sys.executable, "-m", "pip", *words, str(wheel)], check=True, capture_output=True
    )
    return target


def test_everything_that_is_read_is_inside(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {f"openkeden/{name}" for name in CARRIED} <= names
    package = founded.ROOT / "openkeden"
    kept = {
        path.relative_to(founded.ROOT).as_posix()
        for path in package.rglob("*.*")
        if "__pycache__" not in path.parts
    }
    assert {name for name in kept if (founded.ROOT / name).is_file()} <= names
    assert not [
        name for name in names if name.startswith(("tests/", "bench/", "prove/", "docs/"))
    ]


def test_the_demo_runs_from_an_empty_folder(installed, tmp_path):
    ran = _keden(installed, tmp_path, "demo")
    assert ran.returncode == 0, ran.stderr
    assert all(reference.encode() in ran.stdout for reference in founded.samples())
    assert (tmp_path / ".keden" / installation_files.DATABASE_FILE).exists()
    verified = json.loads(_keden(installed, tmp_path, "ledger", "verify", "--json").stdout)
    assert (verified["ok"], verified["problem"]) == (True, None)
    assert _keden(installed, tmp_path, "law", "check").returncode == 0


def test_the_demo_needs_nothing_that_models_are_trained_with(installed, tmp_path):
    command = [sys.executable, "-c", UNTRAINED]
    env = founded.environment(PYTHONPATH=str(installed))
    ran = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert b"Chosen for an inspection by the model" in ran.stdout


def test_it_is_the_wheel_that_runs(installed, tmp_path):
    command = [sys.executable, "-c", "import openkeden; print(openkeden.__file__)"]
    env = founded.environment(PYTHONPATH=str(installed))
    ran = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, check=True)
    assert ran.stdout.decode().startswith(str(installed))


def _keden(installed, folder, *words) -> subprocess.CompletedProcess:
    command = [sys.executable, str(installed / "bin" / "keden"), *words]
    env = founded.environment(PYTHONPATH=str(installed))
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, check=False)
