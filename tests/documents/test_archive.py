"""What is read from zips: every file under a safe name, what cannot be read named, bombs refused."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dag_check.documents.archive import distinct, is_clutter, read_zip, safe_name
from dag_check.documents.guard import Limits
from dag_check.errors import UnreadableFile


def zipped(*files: tuple[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(name), data, compress_type=compression)
    return out.getvalue()


def raw_name(stored: bytes, data: bytes = b"x") -> bytes:
    """A zip whose one name is these bytes, without the flag that says UTF-8."""
    local = struct.pack("<4s5H3I2H", b"PK\3\4", 20, 0, 0, 0, 0, zlib.crc32(data), len(data), len(data), len(stored), 0)
    central = struct.pack(
        "<4s6H3I5H2I",
        b"PK\1\2",
        20,
        20,
        0,
        0,
        0,
        0,
        zlib.crc32(data),
        len(data),
        len(data),
        len(stored),
        0,
        0,
        0,
        0,
        0,
        0,
    )
    start = len(local) + len(stored) + len(data)
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 1, 1, len(central) + len(stored), start, 0)
    return local + stored + data + central + stored + end


def names(data: bytes) -> list[str]:
    return [member.name for member in read_zip("sent.zip", data).members]


def test_files_come_in_order_with_their_folders() -> None:
    bundle = read_zip("sent.zip", zipped(("form.docx", b"1"), ("evidence/", b""), ("evidence/letter.pdf", b"2")))
    assert [(m.name, m.data) for m in bundle.members] == [("form.docx", b"1"), ("evidence/letter.pdf", b"2")]
    assert bundle.format == "zip"
    assert bundle.notes == ()


@pytest.mark.parametrize(
    ("stored", "safe"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("C:\\Users\\me\\form.docx", "Users/me/form.docx"),
        ("a/./b/../c.txt", "a/b/c.txt"),
        ("..", "unnamed"),
        ("a\x07b.txt", "a_b.txt"),
        ("x" * 400 + ".docx", "x" * 235 + ".docx"),
    ],
)
def test_no_name_leaves_its_folder(stored: str, safe: str) -> None:
    assert safe_name(stored) == safe


@given(st.text(max_size=60))
def test_any_name_is_made_relative_and_stays_inside(stored: str) -> None:
    path = PurePosixPath(safe_name(stored))
    assert not path.is_absolute()
    assert ".." not in path.parts
    assert "\\" not in str(path)


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("Zürich – résumé.docx".encode(), "Zürich – résumé.docx"),
        ("Application – résumé.docx".encode("cp1252"), "Application – résumé.docx"),
        ("résumé.docx".encode("cp437"), "résumé.docx"),
    ],
)
def test_names_without_a_declared_encoding_are_guessed(stored: bytes, shown: str) -> None:
    assert names(raw_name(stored)) == [shown]


@pytest.mark.parametrize(
    "path",
    [
        "__MACOSX/._form.docx",
        ".DS_Store",
        "a/Thumbs.db",
        "desktop.ini",
        "folder\\~$form.docx",
        "._x.pdf",
        ".~lock.a.odt#",
        "~WRL1.tmp",
    ],
)
def test_what_systems_leave_behind_is_clutter(path: str) -> None:
    assert is_clutter(path)
    assert names(zipped((path, b"x"), ("form.docx", b"y"))) == ["form.docx"]


@pytest.mark.parametrize("path", ["form.docx", "my.~form.docx", "macosx/form.docx", "~form.docx"])
def test_files_of_people_are_no_clutter(path: str) -> None:
    assert not is_clutter(path)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_both_kept() -> None:
    bundle = read_zip("sent.zip", zipped(("a/form.docx", b"1"), ("a/form.docx", b"2"), ("a/FORM.docx", b"3")))
    assert [(m.name, m.data) for m in bundle.members] == [
        ("a/form.docx", b"1"),
        ("a/form (2).docx", b"2"),
        ("a/FORM (3).docx", b"3"),
    ]


def test_distinct_names_count_on() -> None:
    taken: set[str] = set()
    assert [distinct("x", taken), distinct("x", taken), distinct(".x", taken), distinct(".x", taken)] == [
        "x",
        "x (2)",
        ".x",
        ".x (2)",
    ]


def encrypt_flag(data: bytes, name: bytes) -> bytes:
    """Sets the flag of encryption on the entry of that name, in both places."""
    patched = bytearray(data)
    for signature, flags, name_at in ((b"PK\3\4", 6, 30), (b"PK\1\2", 8, 46)):
        at = patched.find(signature)
        while at >= 0:
            if patched[at + name_at : at + name_at + len(name)] == name:
                patched[at + flags] |= 1
            at = patched.find(signature, at + 4)
    return bytes(patched)


def test_an_encrypted_file_is_named_and_the_rest_kept() -> None:
    bundle = read_zip("sent.zip", encrypt_flag(zipped(("secret.docx", b"1"), ("form.docx", b"2")), b"secret.docx"))
    assert [m.name for m in bundle.members] == ["form.docx"]
    assert [(n.kind, "secret.docx" in n.text) for n in bundle.notes] == [("encrypted_member", True)]


def test_a_zip_that_is_encrypted_throughout_is_refused() -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_zip("sent.zip", encrypt_flag(zipped(("secret.docx", b"1")), b"secret.docx"))
    assert caught.value.reason == "encrypted"


def test_a_damaged_file_is_named_and_the_rest_kept() -> None:
    data = zipped(("bad.docx", b"0123456789" * 20), ("good.docx", b"2"), compression=zipfile.ZIP_STORED)
    bundle = read_zip("sent.zip", data.replace(b"0123456789", b"01234x6789", 1))
    assert [m.name for m in bundle.members] == ["good.docx"]
    assert [(n.kind, "bad.docx" in n.text) for n in bundle.notes] == [("damaged_member", True)]


def test_a_file_over_the_limit_is_named_and_the_rest_kept() -> None:
    bundle = read_zip("sent.zip", zipped(("big.txt", b"x" * 5_000), ("small.txt", b"y")), Limits(file_size=1_000))
    assert [m.name for m in bundle.members] == ["small.txt"]
    assert [n.kind for n in bundle.notes] == ["large_member"]


def test_a_link_is_not_followed() -> None:
    info = zipfile.ZipInfo("link")
    info.external_attr = 0o120777 << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(info, "/etc/passwd")
    bundle = read_zip("sent.zip", out.getvalue())
    assert bundle.members == ()
    assert [n.kind for n in bundle.notes] == ["link_member"]


def test_a_bomb_is_refused() -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_zip("bomb.zip", zipped(("zeros", b"\0" * 30_000_000)))
    assert caught.value.reason == "too_large"


def test_a_bomb_that_lies_about_its_size_is_cut_off() -> None:
    data = bytearray(zipped(("zeros", b"\0" * 3_000_000)))
    for signature, at_size in ((b"PK\3\4", 22), (b"PK\1\2", 24)):
        at = data.find(signature)
        data[at + at_size : at + at_size + 4] = (100).to_bytes(4, "little")
    bundle = read_zip("bomb.zip", bytes(data))
    assert sum(len(m.data) for m in bundle.members) <= 100


def test_a_zip_in_a_zip_is_a_member_and_not_opened() -> None:
    inner = zipped(("deep.txt", b"x"))
    assert [(m.name, m.data) for m in read_zip("a.zip", zipped(("inner.zip", inner))).members] == [("inner.zip", inner)]


def test_damaged_zips_give_a_bundle_or_a_typed_error() -> None:
    whole = zipped(("form.docx", b"hello " * 50), ("b/letter.pdf", bytes(range(256))))
    chance = random.Random(7)
    for _ in range(400):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        cut = bytes(data[: chance.randrange(len(data))]) if chance.random() < 0.2 else bytes(data)
        try:
            read_zip("x.zip", cut)
        except UnreadableFile:
            continue
