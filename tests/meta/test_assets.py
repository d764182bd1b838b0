"""The built assets in the repository are those that the sources in ``web/`` make."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = {
    "static": ROOT / "src/kgtools/web/static",
    "page": ROOT / "src/kgtools/export/page",
    "web": ROOT / "web",
}
MANIFEST = json.loads((FOLDERS["static"] / "MANIFEST.json").read_text("utf-8"))


def there() -> set[str]:
    built = {f"{name}/{path.name}" for name in ("static", "page") for path in FOLDERS[name].iterdir()}
    sources = {f"web/src/{path.name}" for path in (FOLDERS["web"] / "src").iterdir()}
    sources |= {f"web/{name}" for name in ("build.mjs", "package.json", "package-lock.json")}
    return (built | sources) - {"static/MANIFEST.json"}


def test_the_manifest_names_every_file() -> None:
    assert there() == MANIFEST.keys()


@pytest.mark.parametrize("name", MANIFEST)
def test_a_file_is_the_one_of_the_last_build(name: str) -> None:
    folder, _, rest = name.partition("/")
    digest = sha256((FOLDERS[folder] / rest).read_bytes()).hexdigest()
    assert digest == MANIFEST[name], "run `npm ci && npm run build` in web/, and commit what it makes"


def test_the_lock_file_names_no_host() -> None:
    lock = json.loads((ROOT / "web/package-lock.json").read_text("utf-8"))
    hosts = {each["resolved"] for each in lock["packages"].values() if "resolved" in each}
    assert not [host for host in hosts if not host.startswith("https://registry.npmjs.org/")]


def test_no_asset_names_another_host() -> None:
    for name in ("app.js", "explore.js", "style.css"):
        text = (FOLDERS["static"] / name).read_text("utf-8")
        assert "http://" not in text
        assert "https://" not in text
