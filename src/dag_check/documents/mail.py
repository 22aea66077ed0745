"""Opens an e-mail (.eml, Outlook .msg) as a Bundle: what it says as a Document, its attachments as further files."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.errors import HeaderParseError, MessageError
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from typing import TYPE_CHECKING, Any, Literal

from dag_check.documents.archive import distinct, safe_name
from dag_check.documents.flow import spans_of
from dag_check.documents.guard import DEFAULT_LIMITS, Limits, check_size
from dag_check.documents.model import Block, Bundle, Document, Member, Note, Paragraph
from dag_check.documents.plain import blocks_of, decode, html_blocks
from dag_check.errors import UnreadableFile

if TYPE_CHECKING:
    import olefile

MOST_PARTS = 300
"""An e-mail of more parts than this is refused: real ones have a few dozen, and the parser's time grows with their nesting."""
DEEPEST_LETTER = 5
"""Outlook e-mails attached to one another more deeply than this are not read."""

_RESAVE = "Save the e-mail again, or send its attachments as files."
_BAD_MAIL = (MessageError, ValueError, TypeError, KeyError, LookupError, AttributeError, AssertionError, RecursionError)
_HEADERS = ("From", "To", "Cc", "Date", "Subject")
_CID = re.compile(r"cid:([^\"'\s>)]+)", re.IGNORECASE)
_EXTENSIONS = {
    "application/pdf": ".pdf",
    "application/msword": ".doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/zip": ".zip",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "text/calendar": ".ics",
    "text/csv": ".csv",
    "text/html": ".html",
    "text/plain": ".txt",
}
_SEALED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"})
_SIGNATURES = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"})
_WINMAIL = Note(
    "winmail_dat", "Attachments packed by Outlook as winmail.dat were not read. Send them as separate files."
)


@dataclass(slots=True)
class _Letter:
    """An e-mail being taken apart."""

    headers: list[tuple[str, str]] = field(default_factory=list)
    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    pictures: list[tuple[str, Member]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    sealed: bool = False

    def attach(self, path: str, data: bytes) -> None:
        self.members.append(Member(distinct(safe_name(path, "attachment"), self.taken), data))

    def bundle(self, name: str, kind: Literal["eml", "msg"], limits: Limits) -> Bundle:
        """The finished bundle. Pictures that the text shows inline are left out; others are files like any."""
        shown = {cid.casefold() for text in self.html for cid in _CID.findall(text)}
        inline = 0
        for cid, picture in self.pictures:
            if cid.casefold() in shown:
                inline += 1
            else:
                self.attach(picture.name, picture.data)
        if inline:
            self.notes.append(Note("inline_images", f"{inline} picture(s) in the text of the e-mail were not read."))
        content = blocks_of("\n".join(self.plain))
        if not content:
            content = tuple(block for text in self.html for block in html_blocks(name, text, limits))
        if self.sealed and not content and not self.members:
            raise UnreadableFile(
                name,
                "encrypted",
                "The e-mail is encrypted.",
                "Open it in the program that can read it, and send its text and attachments as files.",
            )
        head: list[Block] = [Paragraph(spans_of(f"{key}: {value}")) for key, value in self.headers if value]
        body = Document(name, kind, (*head, *content))
        return Bundle(name, kind, tuple(self.members), body, tuple(self.notes))


def read_eml(name: str, data: bytes, limits: Limits = DEFAULT_LIMITS) -> Bundle:
    """An e-mail in the format of the internet (.eml).

    The body begins with the paragraphs "From: ...", "To: ...", "Cc: ...", "Date: ..." and "Subject: ..." (those that it has). E-mails
    attached to it come as members of type .eml. Raises UnreadableFile.
    """
    check_size(name, data, limits)
    if data.count(b"boundary=") + data.count(b"message/rfc822") > MOST_PARTS:
        raise UnreadableFile(name, "unsafe", f"The e-mail has more than {MOST_PARTS} nested parts.", _RESAVE)
    letter = _Letter()
    try:
        message = BytesParser(policy=compat32).parsebytes(data.lstrip(b"\r\n \t"))
        if not message.keys():
            raise UnreadableFile(name, "corrupt", "The file is not an e-mail: it has no headers.", _RESAVE)
        letter.headers = [(key, _header(message, key)) for key in _HEADERS]
        for part in _parts(message):
            _take(part, letter, limits)
    except _BAD_MAIL as error:
        raise UnreadableFile(name, "corrupt", "The e-mail is damaged.", _RESAVE) from error
    return letter.bundle(name, "eml", limits)


def _parts(message: Message) -> Iterator[Message]:
    """The leaves of an e-mail in order. Attached e-mails are leaves too."""
    pending = [message]
    while pending:
        part = pending.pop()
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            pending.extend(reversed([child for child in part.get_payload() if isinstance(child, Message)]))
        else:
            yield part


def _take(part: Message, letter: _Letter, limits: Limits) -> None:
    kind = part.get_content_type()
    filename = _filename(part)
    attached = _disposition(part) == "attachment"
    if kind in ("message/rfc822", "message/global"):
        _take_letter(part, filename, letter)
        return
    data = _payload(part)
    if kind in _SIGNATURES:
        return
    if kind in _SEALED:
        letter.sealed = True
        letter.notes.append(
            Note("encrypted_member", "A part of the e-mail is encrypted or sealed by a signature and was not read.")
        )
    elif kind == "application/ms-tnef" or filename.casefold() == "winmail.dat":
        letter.notes.append(
            Note(
                "winmail_dat",
                "Attachments packed by Outlook as winmail.dat were not read. Send them as separate files.",
            )
        )
    elif kind in ("text/plain", "text/html") and not attached and not filename:
        (letter.html if kind == "text/html" else letter.plain).append(_text(part, data))
    elif not data and not filename:
        return
    elif len(data) > limits.file_size:
        letter.notes.append(Note("large_member", f"The attachment {filename} is too large and was not read."))
    elif kind.startswith("image/") and part.get("Content-ID"):
        cid = str(part.get("Content-ID")).strip().strip("<>")
        letter.pictures.append((cid, Member(filename or "picture" + _EXTENSIONS.get(kind, ""), data)))
    elif kind == "message/delivery-status" or kind == "message/disposition-notification":
        return
    else:
        letter.attach(filename or "attachment" + _EXTENSIONS.get(kind, ".bin"), data)


def _take_letter(part: Message, filename: str, letter: _Letter) -> None:
    payload = part.get_payload() if part.is_multipart() else None
    if isinstance(payload, list) and payload and isinstance(payload[0], Message):
        inner = payload[0]
        title = _header(inner, "Subject") or filename.removesuffix(".eml") or "message"
        letter.attach(_as_file(title) + ".eml", inner.as_bytes())
    else:
        letter.attach(filename or "message.eml", _payload(part))


def _as_file(title: str) -> str:
    return re.sub(r"[\\/:*?\"<>|\s]+", " ", title).strip()[:100] or "message"


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    if isinstance(payload, bytes):
        return payload
    raw = part.get_payload()
    return raw.encode("utf-8", errors="replace") if isinstance(raw, str) else b""


def _text(part: Message, data: bytes) -> str:
    charset = part.get_content_charset()
    text = None
    if charset and charset not in ("us-ascii", "ascii", "unknown-8bit"):
        try:
            text = data.decode(charset, errors="replace")
        except (LookupError, ValueError):
            text = None  # a charset that nobody knows, or that is no text encoding
    if text is None:
        text = decode(data)
    if str(part.get_param("format", "")).lower() == "flowed":
        return _unflowed(text, delete_space=str(part.get_param("delsp", "")).lower() == "yes")
    return text


def _unflowed(text: str, *, delete_space: bool) -> str:
    """The paragraphs of a text sent as format=flowed (RFC 3676): a line that ends in a space goes on in the next."""
    lines: list[str] = []
    going_on = False
    for line in text.splitlines():
        if going_on and lines:
            lines[-1] += line.removeprefix(" ")
        else:
            lines.append(line)
        going_on = line.endswith(" ") and line != "-- "
        if going_on and delete_space:
            lines[-1] = lines[-1][:-1]
    return "\n".join(lines)


def _header(message: Message, key: str) -> str:
    return _decoded_header(message.get(key, ""))


def _decoded_header(value: Any) -> str:
    """A header as a person reads it: encoded words decoded, raw 8-bit text guessed, on one line."""
    text = str(value)
    try:
        pieces = decode_header(value)
    except (HeaderParseError, ValueError, AttributeError, TypeError):
        pieces = [(text, None)]
    shown = []
    for piece, charset in pieces:
        if isinstance(piece, str):
            raw = piece.encode("ascii", errors="surrogateescape") if not piece.isascii() and _has_raw(piece) else None
            shown.append(decode(raw) if raw is not None else piece)
            continue
        try:
            shown.append(piece.decode(charset or "utf-8") if charset != "unknown-8bit" else decode(piece))
        except (LookupError, ValueError):
            shown.append(decode(piece))
    return " ".join("".join(shown).replace("\x00", "").split())


def _has_raw(text: str) -> bool:
    return all(char.isascii() or "\udc80" <= char <= "\udcff" for char in text)


def _filename(part: Message) -> str:
    try:
        stored = part.get_filename()
    except _BAD_MAIL:
        stored = None
    return _decoded_header(stored) if stored else ""


def _disposition(part: Message) -> str:
    try:
        return part.get_content_disposition() or ""
    except _BAD_MAIL:
        return ""


# --- Outlook's .msg: an OLE compound file; streams are named by property (MS-OXMSG 2.2) ---------------------------------

_SUBJECT, _BODY, _HTML, _RTF = 0x0037, 0x1000, 0x1013, 0x1009
_SENDER, _SENDER_SMTP, _SENDER_EMAIL, _TO, _CC, _TRANSPORT = 0x0C1A, 0x5D01, 0x0C1F, 0x0E04, 0x0E03, 0x007D
_LONG_NAME, _SHORT_NAME, _DISPLAY_NAME, _DATA, _CONTENT_ID, _MIME = 0x3707, 0x3704, 0x3001, 0x3701, 0x3712, 0x370E
_SUBMITTED, _DELIVERED = 0x0039, 0x0E06
_ATTACHMENT = re.compile(r"__attach_version1\.0_#[0-9A-Fa-f]{1,8}", re.IGNORECASE)


def read_msg(name: str, data: bytes, limits: Limits = DEFAULT_LIMITS) -> Bundle:
    """An e-mail saved from Outlook (.msg), as `read_eml` gives one. An e-mail attached to it is read as text only.

    Raises UnreadableFile.
    """
    import olefile

    check_size(name, data, limits)
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            letter = _Outlook(ole, limits).letter()
    except (OSError, *_BAD_MAIL, OverflowError, MemoryError) as error:
        raise UnreadableFile(name, "corrupt", "The Outlook e-mail is damaged.", _RESAVE) from error
    if letter is None:
        raise UnreadableFile(name, "corrupt", "The file is not an Outlook e-mail.", _RESAVE)
    return letter.bundle(name, "msg", limits)


class _Outlook:
    """The streams of a .msg file."""

    def __init__(self, ole: olefile.OleFileIO, limits: Limits) -> None:
        self._ole = ole
        self._limits = limits
        self._streams = {"/".join(path): path for path in ole.listdir(streams=True, storages=False)}
        self._storages = ["/".join(path) for path in ole.listdir(streams=False, storages=True)]

    def letter(self) -> _Letter | None:
        if not any(key.startswith("__properties_version1.0") for key in self._streams):
            return None
        letter = _Letter()
        letter.headers = self._headers("")
        self._read_body("", letter)
        self._attachments("", "", letter, depth=0)
        return letter

    def _attachments(self, folder: str, path: str, letter: _Letter, *, depth: int) -> None:
        for storage in self._storages:
            if storage.startswith(folder) and _ATTACHMENT.fullmatch(storage[len(folder) :]):
                self._attachment(storage + "/", path, letter, depth)

    def _headers(self, folder: str) -> list[tuple[str, str]]:
        transport = self._text(folder, _TRANSPORT)
        sent = BytesParser(policy=compat32).parsebytes(transport.encode("utf-8", "replace"), headersonly=True)
        sender = self._text(folder, _SENDER)
        address = self._text(folder, _SENDER_SMTP) or self._text(folder, _SENDER_EMAIL)
        if "@" in address and address != sender:
            sender = f"{sender} <{address}>".strip()
        return [
            ("From", sender or _header(sent, "From")),
            ("To", self._text(folder, _TO) or _header(sent, "To")),
            ("Cc", self._text(folder, _CC) or _header(sent, "Cc")),
            ("Date", _header(sent, "Date") or self._date(folder)),
            ("Subject", self._text(folder, _SUBJECT) or _header(sent, "Subject")),
        ]

    def _read_body(self, folder: str, letter: _Letter) -> None:
        body = self._text(folder, _BODY)
        page = self._bytes(folder, _HTML, "0102")
        html = _html_text(page) if page else self._text(folder, _HTML)
        if html:
            letter.html.append(html)
        if body.strip():
            letter.plain.append(body)
        elif not html and self._bytes(folder, _RTF, "0102"):
            letter.notes.append(
                Note("unread_text", "The text of the e-mail is stored as rich text only and was not read.")
            )

    def _attachment(self, folder: str, path: str, letter: _Letter, depth: int) -> None:
        title = self._text(folder, _LONG_NAME) or self._text(folder, _SHORT_NAME) or self._text(folder, _DISPLAY_NAME)
        inner = f"{folder}__substg1.0_{_DATA:04X}000D/"
        if inner + "__properties_version1.0" in self._streams and depth < DEEPEST_LETTER:
            self._inner_letter(inner, path, title, letter, depth + 1)
            return
        data = self._bytes(folder, _DATA, "0102")
        if data is None or len(data) > self._limits.file_size:
            letter.notes.append(Note("unread_member", f"The attachment {title or 'without a name'} was not read."))
            return
        cid = self._text(folder, _CONTENT_ID).strip("<>")
        if title.casefold() == "winmail.dat":
            letter.notes.append(_WINMAIL)
        elif cid and not path and self._text(folder, _MIME).startswith("image/"):
            letter.pictures.append((cid, Member(safe_name(title, "picture"), data)))
        else:
            letter.attach(path + _as_file(title or "attachment"), data)

    def _inner_letter(self, folder: str, path: str, title: str, letter: _Letter, depth: int) -> None:
        """An attached e-mail has no bytes of its own: its text becomes a .txt member, its files members in a folder of its name."""
        inner = _Letter()
        self._read_body(folder, inner)
        head = "\n".join(f"{key}: {value}" for key, value in self._headers(folder) if value)
        text = "\n".join(inner.plain)
        subject = _as_file(self._text(folder, _SUBJECT) or title or "message")
        if not text.strip() and inner.html:
            blocks = html_blocks(subject, "\n".join(inner.html), self._limits)
            text = Document(subject, "html", blocks).text
        letter.attach(f"{path}{subject}.txt", f"{head}\n\n{text}\n".encode("utf-8", errors="replace"))
        letter.notes.extend(inner.notes)
        self._attachments(folder, f"{path}{subject}/", letter, depth=depth)

    def _bytes(self, folder: str, number: int, kind: str) -> bytes | None:
        path = self._streams.get(f"{folder}__substg1.0_{number:04X}{kind}")
        if path is None:
            return None
        content = self._ole.openstream(path).read()
        return content if isinstance(content, bytes) else None

    def _text(self, folder: str, number: int) -> str:
        wide = self._bytes(folder, number, "001F")
        if wide is not None:
            return wide.decode("utf-16-le", errors="replace").rstrip("\x00")
        narrow = self._bytes(folder, number, "001E")
        return decode(narrow).rstrip("\x00") if narrow else ""

    def _date(self, folder: str) -> str:
        """When it was sent, from the fixed-length properties: 16 bytes each after a header of 32 (24 in an inner e-mail)."""
        path = self._streams.get(f"{folder}__properties_version1.0")
        data = self._ole.openstream(path).read() if path else b""
        found: dict[int, int] = {}
        for start in range(24 if folder else 32, len(data) - 15, 16):
            kind, number = (
                int.from_bytes(data[start : start + 2], "little"),
                int.from_bytes(data[start + 2 : start + 4], "little"),
            )
            if kind == 0x0040 and number in (_SUBMITTED, _DELIVERED):
                found[number] = int.from_bytes(data[start + 8 : start + 16], "little")
        ticks = found.get(_SUBMITTED) or found.get(_DELIVERED)
        if not ticks:
            return ""
        try:
            moment = dt.datetime(1601, 1, 1) + dt.timedelta(microseconds=ticks // 10)
        except OverflowError:
            return ""
        return f"{moment:%d %B %Y %H:%M}"


def _html_text(page: bytes) -> str:
    declared = re.search(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]+)", page[:4_000])
    if declared:
        try:
            return page.decode(declared[1].decode("ascii"), errors="replace")
        except (LookupError, ValueError):
            return decode(page)
    return decode(page)
