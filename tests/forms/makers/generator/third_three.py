"""Three more: a police force's form with automatic numbers throughout, a reading room's with lettered parts, a bilingual council's."""

from __future__ import annotations

from tests.forms.makers.generator.drafts import Draft, Item, Part, adopted, drafted, here
from tests.forms.makers.generator.office import converted
from tests.forms.makers.generator.word import (
    cell,
    check_box,
    date_control,
    drop_down,
    numbering,
    para,
    row,
    run,
    table,
    text_control,
)

_YES_NO = ("Yes", "No")
_LEVELS = ("None", "NPPV Level 2", "NPPV Level 3", "Not known")


def police_request() -> Draft:
    """A subtitle over the title, a typed table of contents, a box in a numbered statement, bold names of the last blanks, a part for the force."""
    parts: list[Part] = []
    xml = para("Wexmoor Constabulary", style="Subtitle") + para("Research and Data Access Request", style="Title")

    def section(title: str) -> None:
        nonlocal xml
        parts.append(Part(title))
        xml += para(title, style="Heading1", number=(2, 0))

    def ask(
        key: str, label: str, place: str, kind: str = "text", options: tuple[str, ...] = (), hint: str = "long"
    ) -> None:
        nonlocal xml
        parts[-1].items.append(Item(key, label, kind, options, hint=hint))
        xml += para(here(run(label, "bold"), f"label:{key}"), number=(2, 1)) + place

    def boxes(key: str, label: str, options: tuple[str, ...], kind: str) -> None:
        line = [para(here(check_box(), f"{key}={o}"), run(f" {o}")) for o in options]
        if kind == "yes_no":
            line = [para(*(x for o in options for x in (here(check_box(), f"{key}={o}"), run(f" {o}     "))))]
        ask(key, label, "".join(line), kind, options)

    def signed(prefix: str, label: str, fields: tuple[tuple[str, str], ...]) -> None:
        nonlocal xml
        xml += para(run(label, "bold"), number=(2, 1))
        rows = []
        for name, hint in fields:
            key = f"{prefix}.{name.casefold()}"
            parts[-1].items.append(Item(key, name, hint=hint, group=label))
            rows.append(row(cell(para(run(name, "bold"))), cell(para(here(text_control(), key)))))
        xml += table(*rows) + "<w:p/>"

    section("Requester")
    ask(
        "title", "Title", para(here(drop_down(("Mr", "Mrs", "Ms", "Dr")), "title")), "choice", ("Mr", "Mrs", "Ms", "Dr")
    )
    ask("name", "Full name", para(here(text_control(), "name")), hint="name")
    ask("level", "Current vetting level", para(here(drop_down(_LEVELS), "level")), "choice", _LEVELS)
    ask("expiry", "Vetting expiry date", para(here(date_control(), "expiry")), "date", hint="date")
    section("The research")
    ask("summary", "Summary (250 words at most)", here(text_control(block=True), "summary"))
    boxes(
        "priority",
        "Which force priorities does it support?",
        ("Rural crime", "Custody", "Officer wellbeing"),
        "choices",
    )
    boxes("staff", "Will officers or staff be interviewed?", _YES_NO, "yes_no")
    ask("ranks", "If so, state the ranks and the time needed", here(text_control(block=True), "ranks"))
    section("Data requested")
    ask("fields", "Fields required and the reason for each", here(text_control(block=True), "fields"))
    ask("area", "Geographical coverage", para(here(text_control(), "area")), hint="short")
    boxes("personal", "Is personal data required?", _YES_NO, "yes_no")
    ask(
        "why",
        "Where personal data is required, explain why anonymised data would not do",
        here(text_control(block=True), "why"),
    )
    section("Declaration")
    agree = "I have read the Research Code and agree to abide by it"
    parts[-1].items.append(Item("agree", agree, "choices", (agree,)))
    xml += para(here(check_box(), f"agree={agree}"), run(f" {agree}"), number=(2, 1))
    signed("own", "Signed by the requester", (("Name", "name"), ("Date", "date")))
    signed("head", "Signed by the head of department", (("Name", "name"), ("Position", "role"), ("Date", "date")))
    xml += para("For Research Gateway use", style="Heading1", number=(2, 0))
    xml += para(run("Decision", "bold"), number=(2, 1)) + para(drop_down(("Supported", "Declined")))
    xml += para(run("Strategic lead", "bold"), number=(2, 1)) + para(text_control())
    return drafted(xml, parts, lists=numbering([("bullet", "•")], [("decimal", "%1."), ("decimal", "%1.%2")]))


def reading_room() -> Draft:
    """Written as HTML: questions in bold, lettered parts under "Please state", dotted lines, boxes, empty lines, a part for the archivist."""
    parts: list[Part] = []
    html = ["<html><head><meta charset='utf-8'><title>f</title></head><body><p><i>Elmet University Library</i></p>"]
    html.append("<h1>Application to consult restricted collections</h1><p>Please write clearly or type.</p><hr>")

    def part(title: str) -> None:
        parts.append(Part(title))
        html.append(f"<h2>Part {len(parts)}: {title}</h2>")

    def ask(key: str, number: str, label: str, room: str, hint: str = "long") -> None:
        parts[-1].items.append(Item(key, label, hint=hint))
        label = f"<b>{number}. {label}</b>" if number.isdigit() else f"({number}) {label}"
        html.append(f"<p>{label}</p><p>@@{key}@@{room}</p>" + ("" if room else "<p><br></p><p><br></p>"))

    def boxes(key: str, number: str, label: str, options: tuple[str, ...], kind: str) -> None:
        parts[-1].items.append(Item(key, label, kind, options))
        html.append(f"<p><b>{number}. {label}</b></p>" + "".join(f"<p>@@{key}={o}@@☐ {o}</p>" for o in options))

    dots = "." * 80
    part("Reader")
    boxes(
        "who",
        "1",
        "Are you",
        ("a member of Elmet University", "a student elsewhere", "an independent researcher"),
        "choice",
    )
    ask("super", "2", "If you are a student, please give the name of your supervisor:", dots, "name")
    part("The material")
    ask("which", "3", "Which collections do you wish to see?", dots)
    html.append("<p><b>4. Please state</b></p>")
    ask("years", "a", "the years of the records that you need", dots, "short")
    ask("copies", "b", "whether you need originals or copies would do", dots, "short")
    ask("boxes", "c", "how many boxes or files you expect to see", dots, "word")
    part("Your research")
    ask("about", "5", "What is the subject of your research?", "")
    ask("named", "6", "How will you record information about individuals? Will names be recorded?", "")
    boxes(
        "ethics",
        "7",
        "Has it been reviewed by an ethics committee?",
        ("Yes (attach the letter)", "No, review was not required", "Pending"),
        "choice",
    )
    ask("noethics", "8", "If review was not required, please explain why.", "")
    part("Care of personal data")
    ask("kept", "9", "Where will your notes and copies be kept?", "")
    boxes("contact", "10", "Do you intend to contact any person named in the records?", _YES_NO, "yes_no")
    ask("how", "11", "If so, how?", "")
    html.append(
        "<h2>Part 5: For the Archivist</h2><p>Access granted / refused: ____________</p><p>Conditions: ____________</p></body></html>"
    )
    return adopted(converted("".join(html).encode(), "html", "docx:MS Word 2007 XML", web=True), parts)


def bilingual_council() -> Draft:
    """Welsh and English in every label, the answer in the label's own cell, options in a table within it."""
    parts: list[Part] = []
    xml = para("Cyngor Sir Dyffryn Alun / Dyffryn Alun County Council") + para(
        "Cais am ddata / Application for data", style="Title"
    )
    rows: list[str] = []

    def section(title: str) -> None:
        close()
        parts.append(Part(title))

    def close() -> None:
        nonlocal xml
        if rows:
            xml += para(f"{len(parts)}. {parts[-1].title}", style="Heading1") + table(*rows, widths=[9000])
            rows.clear()

    def ask(key: str, label: str, options: tuple[str, ...] = (), kind: str = "text", hint: str = "long") -> None:
        parts[-1].items.append(Item(key, label, kind, options, hint=hint))
        welsh, english = label.split(" / ")
        head = para(
            run(f"{len(parts)}.{len(parts[-1].items)} ", "bold"),
            here(run(f"{welsh} / ", "bold"), f"label:{key}"),
            run(english, "italic"),
        )
        if options:
            inner = (
                table(
                    *(
                        row(cell(para(o), width=4000), cell(para(here(check_box(), f"{key}={o}")), width=900))
                        for o in options
                    ),
                    widths=[4000, 900],
                )
                + "<w:p/>"
            )
        else:
            inner = here(para(), key) + "<w:p/>"
        rows.append(row(cell(head, inner, width=9000)))

    section("Manylion yr ymgeisydd / Applicant details")
    ask("name", "Enw llawn / Full name", hint="name")
    ask("org", "Sefydliad / Organisation", hint="org")
    ask(
        "tongue",
        "Ym mha iaith yr hoffech inni ohebu? / In which language should we write to you?",
        ("Cymraeg / Welsh", "Saesneg / English"),
        "choice",
    )
    section("Y prosiect / The project")
    ask("title", "Teitl y prosiect / Project title", hint="short")
    ask("summary", "Crynodeb (dim mwy na 250 gair) / Summary (no more than 250 words)")
    ask(
        "holds",
        "Pa wasanaethau sy'n dal y data? / Which services hold the data?",
        ("Addysg / Education", "Tai / Housing", "Cyfiawnder ieuenctid / Youth justice"),
        "choices",
    )
    section("Diogelu data / Data protection")
    ask(
        "personal",
        "A oes arnoch angen data personol? / Do you need personal data?",
        ("Ydw / Yes", "Nac ydw / No"),
        "choice",
    )
    ask("basis", "Os oes, beth yw'r sail gyfreithlon? / If yes, what is the lawful basis?")
    ask("kept", "Ble caiff y data eu cadw? / Where will the data be kept?")
    ask("gone", "Pryd caiff y data eu dinistrio? / When will the data be destroyed?")
    close()
    return drafted(xml, parts, lists=numbering([("bullet", "•")]))
