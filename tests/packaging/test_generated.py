"""Every generated file says what its sources say today; a stale one is named, whatever machine it was built on."""

from __future__ import annotations

import base64
import json
import re
import shutil
import zlib
from itertools import pairwise
from pathlib import Path

import pytest

from salesplan_xl.addin.package import unpacked, zipped
from salesplan_xl.commands.books.demo import demo_book
from tests import demos
from tests.fast import fast_only
from tests.generated import files
from tests.generated.__main__ import main
from tests.generated.books import DEMO, FOLDER, STARTERS
from tests.generated.files import PARTS, ROOT
from tests.generated.same import same_content, same_figures

ERRORS_PAGE = "salesplan_xl/guide/zh/errors.md"
DRAWING, XLAM = "addin/ribbon/ribbon-en.svg", "addin/SalesPlan.xlam"


@pytest.mark.parametrize("part", fast_only(PARTS, "addin", "guide"))
def test_the_committed_files_are_what_their_sources_give(part: str) -> None:
    """After a change: python -m tests.generated"""
    assert files.stale(ROOT, [part]) == []


def test_a_missing_and_a_changed_file_are_named_and_written_anew(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "addin", tmp_path / "addin", ignore=shutil.ignore_patterns("tools"))
    (tmp_path / DRAWING).unlink()
    (tmp_path / XLAM).write_bytes(b"")
    check = ["addin", "--check", "--root", str(tmp_path)]
    assert main(check) == 1
    assert capsys.readouterr().out == f"out of date: {DRAWING}\nout of date: {XLAM}\n"
    assert main(["addin", "--root", str(tmp_path)]) == 0
    assert capsys.readouterr().out == f"written: {DRAWING}\nwritten: {XLAM}\n"
    assert main(check) == 0
    assert (tmp_path / XLAM).read_bytes() == (ROOT / XLAM).read_bytes()


def test_pages_are_made_where_there_are_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["guide", "--root", str(tmp_path)]) == 0
    assert f"written: {ERRORS_PAGE}" in capsys.readouterr().out
    (tmp_path / ERRORS_PAGE).write_text("old", encoding="utf-8")
    assert files.stale(tmp_path, ["guide"]) == [ERRORS_PAGE]


def test_a_part_nobody_knows_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["manuals"])
    assert "no such part: manuals" in capsys.readouterr().err


# ── what makes a file stale, and what does not ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "other", "same"),
    [
        ("<v>0.8529740555144335</v>", "<v>0.8529740555144334</v>", True),
        ("[2.4,-1e-17]", "[2.4,0]", True),
        ("<v>0.85297</v>", "<v>0.85298</v>", False),
        ("<v>600</v>", "<v>601</v>", False),
        ("2026-12-31", "2026-12-30", False),
        ("<v>1.0</v>", "<f>1.0</f>", False),
    ],
)
def test_figures_are_the_same_up_to_their_last_digits(text: str, other: str, same: bool) -> None:
    assert same_figures(text, other) is same


def test_a_text_is_compared_whatever_its_line_ends() -> None:
    assert same_content(b"one\r\ntwo\r\n", b"one\ntwo\n")
    assert not same_content(b"one\ntwo", b"one\ntwo\n")


@pytest.fixture(scope="module")
def demo() -> bytes:
    return (ROOT / FOLDER / DEMO).read_bytes()


def nudged(text: str) -> str:
    """Every long fraction off in its last digit, as another processor would have it."""
    return re.sub(r"(\d\.\d{15,})(\d)(?!\d)", lambda number: f"{number[1]}{(int(number[2]) + 1) % 10}", text)


def packed_anew(chunks: list[str], change: tuple[str, str]) -> list[str]:
    """An undo record in as many chunks as before: figures off in the last digit, packed less hard."""
    record = nudged(zlib.decompress(base64.b64decode("".join(chunks))).decode())
    packed = base64.b64encode(zlib.compress(record.replace(*change).encode(), 8)).decode()
    size = -(-len(packed) // len(chunks))
    return [packed[size * at : size * (at + 1)] for at in range(len(chunks))]


def with_records(demo: bytes, change: tuple[str, str] = ("", "")) -> bytes:
    """The demo book as another machine builds it: figures off in the last digit, undo records packed otherwise."""
    parts = {
        name: nudged(data.decode()).encode() if name.endswith(".xml") else data
        for name, data in unpacked(demo).items()
    }
    (part,) = (name for name, data in parts.items() if b">eJ" in data)
    text = parts[part].decode()
    chunks = re.findall(r">(eJ[A-Za-z0-9+/=]+|[A-Za-z0-9+/=]{20,})<", text)
    starts = [at for at, chunk in enumerate(chunks) if chunk.startswith("eJ")]
    assert len(starts) == 5, "a run, three month ends and the run of April"
    for first, end in pairwise([*starts, len(chunks)]):
        record = chunks[first:end]
        for old, new in zip(record, packed_anew(record, change), strict=True):
            text = text.replace(f">{old}<", f">{new}<")
    return zipped(parts | {part: text.encode()})


def test_the_demo_of_another_machine_is_the_same_book(demo: bytes) -> None:
    other = with_records(demo)
    assert other != demo
    assert same_content(demo, other)


@pytest.mark.slow
def test_another_figure_a_text_or_another_undo_record_make_the_demo_stale(demo: bytes) -> None:
    parts = unpacked(demo)
    for part, old, new in (
        ("xl/worksheets/sheet13.xml", b"<v>0.84", b"<v>0.86"),
        ("xl/workbook.xml", "向导".encode(), "导向".encode()),
        ("[Content_Types].xml", b"xml", b"XML"),
    ):
        assert old in parts[part]
        assert not same_content(demo, zipped(parts | {part: parts[part].replace(old, new)}))
    assert not same_content(demo, with_records(demo, ('"run"', '"map"')))


@pytest.mark.slow
def test_a_kept_book_is_the_committed_one(
    demo: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A book that says the same is not written anew on another machine, and the manifest speaks of the kept one."""
    shutil.copytree(ROOT / FOLDER, tmp_path / FOLDER)
    (tmp_path / FOLDER / DEMO).write_bytes(with_records(demo))
    starters = {lang: (ROOT / FOLDER / name).read_bytes() for name, lang in STARTERS.items()}
    monkeypatch.setattr("tests.generated.books.computed_starter", starters.__getitem__)
    books = PARTS["books"](tmp_path)
    assert books[f"{FOLDER}/{DEMO}"] == with_records(demo)
    manifest = json.loads(books[f"{FOLDER}/manifest.json"])
    assert manifest["books"].keys() == {Path(name).name for name in books} - {"manifest.json"}
    assert files.stale(tmp_path, ["books"]) == [f"{FOLDER}/manifest.json"]


@pytest.mark.slow
def test_the_demo_is_the_same_every_time() -> None:
    assert demo_book("zh")[0].to_bytes() == demos.demo("zh")
