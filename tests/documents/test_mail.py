"""What is read from e-mails: who wrote, what they say, and every attachment."""

from __future__ import annotations

import random
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dag_check.documents.mail import MOST_PARTS, read_eml, read_msg
from dag_check.documents.model import Bundle
from dag_check.errors import UnreadableFile


def letter(text: str = "Dear all,\n\nPlease find the form attached.\n") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Zoë Smith <zoe@example.ac.uk>"
    message["To"] = "datalinkingteam@justice.gov.uk"
    message["Date"] = "Mon, 02 Feb 2026 10:00:00 +0000"
    message["Subject"] = "Application – résumé"
    message.set_content(text)
    return message


def read(message: EmailMessage) -> Bundle:
    return read_eml("sent.eml", message.as_bytes(policy=SMTP))


def body(bundle: Bundle) -> list[str]:
    assert bundle.body is not None
    return bundle.body.text.split("\n")


def test_the_body_begins_with_who_when_and_what() -> None:
    assert body(read(letter())) == [
        "From: Zoë Smith <zoe@example.ac.uk>",
        "To: datalinkingteam@justice.gov.uk",
        "Date: Mon, 02 Feb 2026 10:00:00 +0000",
        "Subject: Application – résumé",
        "Dear all,",
        "Please find the form attached.",
    ]


def test_attachments_are_members_under_their_names() -> None:
    message = letter()
    message.add_attachment(b"PK", maintype="application", subtype="octet-stream", filename="Form – résumé.docx")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="../letter.pdf")
    message.add_attachment("a,b\n", subtype="csv", filename="letter.pdf")
    assert [(m.name, m.data[:4]) for m in read(message).members] == [
        ("Form – résumé.docx", b"PK"),
        ("letter.pdf", b"%PDF"),
        ("letter (2).pdf", b"a,b\r"),
    ]


def test_plain_text_is_preferred_and_html_is_read_where_it_is_all_there_is() -> None:
    both = letter("Plain words\n")
    both.add_alternative("<p>HTML words</p>", subtype="html")
    assert body(read(both))[4:] == ["Plain words"]
    only = letter()
    only.set_content("<html><body><p>HTML <b>words</b><script>no()</script></p></body></html>", subtype="html")
    assert body(read(only))[4:] == ["HTML words"]


def test_a_picture_in_the_text_is_noted_and_an_attached_one_is_a_member() -> None:
    message = letter("See below\n")
    message.add_alternative('<p>See <img src="cid:logo"></p>', subtype="html")
    message.add_attachment(b"\x89PNG1", maintype="image", subtype="png", filename="logo.png", cid="<logo>")
    message.add_attachment(b"\x89PNG2", maintype="image", subtype="png", filename="scan.png", cid="<scan>")
    bundle = read(message)
    assert [m.name for m in bundle.members] == ["scan.png"]
    assert [n.kind for n in bundle.notes] == ["inline_images"]


def test_an_attached_e_mail_is_a_member_with_its_own_attachments() -> None:
    inner = letter("Inner words\n")
    inner.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="approval.pdf")
    outer = letter("Outer words\n")
    outer.add_attachment(inner)
    (member,) = read(outer).members
    assert member.name == "Application – résumé.eml"
    nested = read_eml(member.name, member.data)
    assert [m.name for m in nested.members] == ["approval.pdf"]
    assert body(nested)[-1] == "Inner words"


def test_winmail_dat_is_noted() -> None:
    message = letter()
    message.add_attachment(b"x\x9f>\x22", maintype="application", subtype="ms-tnef", filename="winmail.dat")
    bundle = read(message)
    assert bundle.members == ()
    assert [n.kind for n in bundle.notes] == ["winmail_dat"]


def test_an_encrypted_e_mail_is_refused() -> None:
    data = b"From: a@b\r\nSubject: s\r\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\r\n\r\nMIAG\r\n"
    with pytest.raises(UnreadableFile) as caught:
        read_eml("sealed.eml", data)
    assert caught.value.reason == "encrypted"


def test_text_sent_as_flowed_is_made_whole() -> None:
    data = (
        b"From: a@b\r\nContent-Type: text/plain; format=flowed; charset=utf-8\r\n\r\n"
        b"The committee gives a \r\nfavourable opinion.\r\nYours\r\n"
    )
    assert body(read_eml("a.eml", data))[1:] == ["The committee gives a favourable opinion.", "Yours"]


@pytest.mark.parametrize("charset", ["utf-8", "no-such-charset", "unknown-8bit", "hex", "\x00"])
def test_a_wrong_charset_loses_nothing(charset: str) -> None:
    data = f"From: a@b\r\nContent-Type: text/plain; charset={charset}\r\n\r\nZoë wrote\r\n".encode()
    assert body(read_eml("a.eml", data))[-1] == "Zoë wrote"


def test_raw_and_broken_headers_are_read_as_far_as_they_go() -> None:
    data = "From: Zoë <z@b>\r\nSubject: =?utf-8?q?R=C3=A9sum=C3?= =?nope?b?!!?=\r\n\r\nHello\r\n".encode()
    shown = body(read_eml("a.eml", data))
    assert shown[0] == "From: Zoë <z@b>"
    assert shown[-1] == "Hello"


def test_parts_nested_without_end_are_refused() -> None:
    data = b"From: a@b\r\n"
    for number in range(MOST_PARTS + 1):
        data += b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (number, number)
    with pytest.raises(UnreadableFile) as caught:
        read_eml("a.eml", data)
    assert caught.value.reason == "unsafe"


def test_deep_nesting_under_the_limit_is_read() -> None:
    data = b"From: a@b\r\n"
    for number in range(150):
        data += b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (number, number)
    assert body(read_eml("a.eml", data + b"Content-Type: text/plain\r\n\r\nDeep\r\n"))[-1] == "Deep"


@pytest.mark.parametrize("data", [b"", b"hello there\r\n", b"\x00\x01\x02" * 30])
def test_what_is_no_e_mail_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read_eml("a.eml", data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 4_000,
    ],
)
def test_what_is_no_outlook_e_mail_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read_msg("a.msg", data)


def test_damaged_e_mails_give_a_bundle_or_a_typed_error() -> None:
    message = letter()
    message.add_alternative("<p>Hi <b>you", subtype="html")
    message.add_attachment(b"abc" * 50, maintype="application", subtype="pdf", filename="a.pdf")
    message.add_attachment(letter())
    whole = message.as_bytes()
    chance = random.Random(3)
    for _ in range(400):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 25)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            read_eml("x.eml", bytes(data[: chance.randrange(len(data))] if chance.random() < 0.3 else data))
        except UnreadableFile:
            continue


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(["From", "To", "Date", "Subject", "Content-Type", "Content-Disposition", "Content-Transfer-Encoding"]),
                       st.text(max_size=60), min_size=1), st.binary(max_size=120))  # fmt: skip
def test_any_headers_give_a_bundle_or_a_typed_error(headers: dict[str, str], content: bytes) -> None:
    data = (
        b"".join(f"{key}: {value}\r\n".encode("utf-8", "surrogatepass") for key, value in headers.items())
        + b"\r\n"
        + content
    )
    try:
        read_eml("x.eml", data)
    except UnreadableFile:
        return
