"""What the guard lets through and what it refuses, with the reason that it gives."""

from __future__ import annotations

import io
import struct
import time
import zipfile
import zlib

import pytest

from dag_check.documents.guard import DEFAULT_LIMITS, Limits, check_size, open_package, parse_xml
from dag_check.errors import UnreadableFile

MEGABYTE = 1024 * 1024


def zipped(*entries: tuple[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return stream.getvalue()


def refusal(call: object, *arguments: object) -> str:
    with pytest.raises(UnreadableFile) as raised:
        call(*arguments)  # type: ignore[operator]
    assert raised.value.file == "f.docx"
    assert raised.value.problem.endswith(".")
    assert raised.value.remedy.endswith(".")
    return raised.value.reason


# Sizes


def test_sizes_of_files() -> None:
    assert refusal(check_size, "f.docx", b"") == "empty"
    assert refusal(check_size, "f.docx", b"12345", Limits(file_size=4)) == "too_large"
    check_size("f.docx", b"1234", Limits(file_size=4))


def test_a_breach_names_the_limit_and_the_value() -> None:
    with pytest.raises(UnreadableFile, match=r"it holds 3 parts, and the limit is 2"):
        open_package("f.docx", zipped(("a", b""), ("b", b""), ("c", b"")), Limits(zip_entries=2))


# Zips


def test_parts_are_read() -> None:
    package = open_package("f.docx", zipped(("a.xml", b"<a/>"), ("folder/", b""), ("../b", b"b"), ("/c", b"c")))
    assert package.names == ["a.xml", "../b", "/c"]
    assert "a.xml" in package
    assert [package.read(name) for name in package.names] == [b"<a/>", b"b", b"c"]
    assert [info.file_size for info in package.infos()] == [4, 1, 1]


def test_data_before_the_zip_is_skipped() -> None:
    assert open_package("f.docx", b"leading bytes" + zipped(("a", b"1"))).read("a") == b"1"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_of_two_parts_with_one_name_the_last_counts() -> None:
    assert open_package("f.docx", zipped(("a", b"1"), ("a", b"2"))).read("a") == b"2"


@pytest.mark.parametrize(
    "data",
    [b"no zip", b"PK\x03\x04", b"PK\x05\x06", zipped(("a", b"1"))[:-10], b"PK\x05\x06" + b"\xff" * 18],
    ids=["no zip", "only a beginning", "only an end", "cut off", "an end that lies"],
)
def test_what_is_no_whole_zip_is_corrupt(data: bytes) -> None:
    assert refusal(open_package, "f.docx", data) == "corrupt"


def test_a_missing_part_is_corrupt() -> None:
    assert refusal(open_package("f.docx", zipped(("a", b"1"))).read, "b") == "corrupt"


def test_a_damaged_part_is_corrupt() -> None:
    data = bytearray(zipped(("a", bytes(range(256)) * 20)))
    data[40:60] = b"\x00" * 20
    assert refusal(open_package("f.docx", bytes(data)).read, "a") == "corrupt"


def test_an_encrypted_part_says_so() -> None:
    data = bytearray(zipped(("a", b"1")))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert refusal(open_package("f.docx", bytes(data)).read, "a") == "encrypted"


def test_a_part_larger_than_its_reader_wants_is_refused() -> None:
    package = open_package("f.docx", zipped(("a", b"12345")))
    with pytest.raises(UnreadableFile, match="unpacks to more than 4 bytes"):
        package.read("a", at_most=4)


def test_all_parts_together_have_a_limit_and_reading_twice_counts_once() -> None:
    limits = Limits(zip_total=10)
    package = open_package("f.docx", zipped(("a", b"12345"), ("b", b"12345")), limits)
    for _ in range(5):
        package.read("a")
        package.read("b")
    assert refusal(open_package, "f.docx", zipped(("a", b"12345"), ("b", b"123456")), limits) == "too_large"


def test_a_bomb_in_one_part_is_refused_before_it_unpacks() -> None:
    data = zipped(("word/document.xml", b"\x00" * (60 * MEGABYTE)))
    assert len(data) < MEGABYTE // 10
    assert refusal(open_package, "f.docx", data) == "too_large"


def overlapping(copies: int, size: int) -> bytes:
    """A bomb whose directory names the same packed data many times."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
    content = b"a" * size
    checksum = zlib.crc32(content)
    packed = compressor.compress(content) + compressor.flush()
    header = struct.pack("<HHHHHLLLHH", 20, 0, 8, 0, 0, checksum, len(packed), size, 1, 0)
    local = b"PK\x03\x04" + header + b"a" + packed
    listed = b"".join(
        b"PK\x01\x02" + struct.pack("<H", 20) + struct.pack("<HHHHHLLLHH", 20, 0, 8, 0, 0, checksum, len(packed), size, 4, 0)
        + struct.pack("<HHHLL", 0, 0, 0, 0, 0) + b"%04d" % number
        for number in range(copies)
    )  # fmt: skip
    return local + listed + b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, copies, copies, len(listed), len(local), 0)


def test_a_small_file_that_unpacks_to_gigabytes_is_refused() -> None:
    data = overlapping(300, 16 * MEGABYTE)
    assert len(data) < 60_000
    assert refusal(open_package, "f.docx", data) == "too_large"


def test_overlapping_parts_are_never_unpacked_beyond_the_limit() -> None:
    data = overlapping(20, MEGABYTE)
    package = open_package("f.docx", data, Limits(zip_total=25 * MEGABYTE))
    for name in package.names:
        assert refusal(package.read, name) == "corrupt"


def test_a_size_that_lies_does_not_unpack_more() -> None:
    data = bytearray(zipped(("a", b"\x00" * (5 * MEGABYTE))))
    lie = struct.pack("<L", 10)
    data[22:26] = lie
    position = data.index(b"PK\x01\x02")
    data[position + 24 : position + 28] = lie
    assert refusal(open_package("f.docx", bytes(data)).read, "a") == "corrupt"


def test_a_zip_in_a_zip_is_only_bytes() -> None:
    inner = zipped(("a", b"\x00" * (60 * MEGABYTE)))
    assert open_package("f.docx", zipped(("inner.zip", inner))).read("inner.zip") == inner


def test_a_directory_of_many_parts_is_refused_before_it_is_listed() -> None:
    entry = b"PK\x01\x02" + b"\x00" * 42
    data = entry * 300_000 + b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, 1, 1, len(entry) * 300_000, 0, 0)
    start = time.perf_counter()
    assert refusal(open_package, "f.docx", data) == "too_large"
    assert time.perf_counter() - start < 1


# XML


@pytest.mark.parametrize(
    "data",
    [
        b"<a/>",
        b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- x --><?pi ?><a/>",
        "<?xml version='1.0' encoding='UTF-16'?><a/>".encode("utf-16"),
        "<a/>".encode("utf-16"),
        "<?xml version='1.0' encoding='windows-1252'?><a>é</a>".encode("cp1252"),
        b"<a><![CDATA[<!DOCTYPE]]></a>",
        b"<!-- <!DOCTYPE a> --><a/>",
    ],
)
def test_xml_in_the_usual_encodings_is_parsed(data: bytes) -> None:
    assert parse_xml("f.docx", "p.xml", data).tag == "a"


def test_comments_and_processing_instructions_are_not_in_the_tree() -> None:
    assert [child.tag for child in parse_xml("f.docx", "p.xml", b"<a><!-- x --><b/><?pi x?><c/></a>")] == ["b", "c"]


LAUGHS = (
    '<!DOCTYPE a [<!ENTITY b "ha">'
    + "".join(f'<!ENTITY b{n} "{"&b;" * 10}">' for n in range(9))
    + "]><a x='&b8;'>&b8;</a>"
)


@pytest.mark.parametrize(
    "data",
    [
        LAUGHS.encode(),
        ("<!--" + "x" * 10_000 + "-->" + LAUGHS).encode(),
        (" " * 10_000 + LAUGHS).encode(),
        LAUGHS.encode("utf-16"),
        b"<?xml version='1.0'?><?pi ?><!-- x -->\n" + LAUGHS.encode(),
        b"<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
        b"<!DOCTYPE a [<!ENTITY b SYSTEM 'http://localhost/'>]><a>&b;</a>",
    ],
)
def test_entities_are_refused_wherever_they_hide(data: bytes) -> None:
    assert refusal(parse_xml, "f.docx", "p.xml", data) == "unsafe"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"text",
        b"<a>",
        b"<a></b>",
        b"<a:b/>",
        b"<!--",
        b"\x00\x00",
        b"<a>\x01</a>",
        LAUGHS.encode("cp500"),
        LAUGHS.replace("<", "+ADw-").encode(),
    ],
)
def test_what_is_not_xml_is_corrupt(data: bytes) -> None:
    assert refusal(parse_xml, "f.docx", "p.xml", data) == "corrupt"


def nested(depth: int) -> bytes:
    return b"<a>" * depth + b"</a>" * depth


@pytest.mark.parametrize("limit", [1, 7, 1_000])
def test_depth_is_held_to_the_level(limit: int) -> None:
    limits = Limits(xml_depth=limit)
    parse_xml("f.docx", "p.xml", nested(limit), limits)
    assert refusal(parse_xml, "f.docx", "p.xml", nested(limit + 1), limits) == "unsafe"


@pytest.mark.parametrize("depth", [2_500, 100_000, 2_000_000])
def test_a_hostile_depth_is_refused_at_once(depth: int) -> None:
    start = time.perf_counter()
    assert refusal(parse_xml, "f.docx", "p.xml", nested(depth)) == "unsafe"
    assert time.perf_counter() - start < 5


def test_the_number_of_tags_and_the_size_of_a_part_are_held() -> None:
    assert refusal(parse_xml, "f.docx", "p.xml", b"<a>" + b"<b/>" * 10 + b"</a>", Limits(xml_tags=11)) == "too_large"
    assert refusal(parse_xml, "f.docx", "p.xml", b"<abcdef/>", Limits(xml_part=8)) == "too_large"


def test_the_limits_are_those_that_the_documentation_names() -> None:
    assert (DEFAULT_LIMITS.file_size, DEFAULT_LIMITS.zip_total, DEFAULT_LIMITS.xml_depth) == (
        100 * MEGABYTE,
        500 * MEGABYTE,
        1_000,
    )
