"""Five blanks in Word: Five Safes tables, an ethics form with controls, dotted lines, one giant table, a protected legacy form."""

from __future__ import annotations

from tests.forms.makers.generator.drafts import Draft, Item, Part, drafted, here
from tests.forms.makers.generator.word import (
    cell,
    check_box,
    date_control,
    drop_down,
    legacy_box,
    legacy_list,
    legacy_text,
    numbering,
    para,
    row,
    run,
    table,
    text_control,
)

_YES_NO = ("Yes", "No")


def five_safes() -> Draft:
    """Headings by style, a two-row table a question, guidance in grey italics, people in rows."""
    parts: list[Part] = []
    xml = para("Application to use linked administrative data", style="Title")
    xml += para(
        run(
            "Please read the guidance notes before you complete this form. Send the completed form to data.access@trust.example. Applications that are incomplete will be returned."
        )
    )
    xml += para(run("All sections are mandatory unless the form says otherwise.", "bold"))

    def section(title: str) -> Part:
        nonlocal xml
        parts.append(Part(title))
        xml += para(title, style="Heading1")
        return parts[-1]

    def boxed(
        key: str,
        label: str,
        guide: str = "",
        *,
        hint: str = "long",
        options: tuple[str, ...] = (),
        number: str = "",
        kind: str = "",
        empties: int = 1,
    ) -> None:
        nonlocal xml
        parts[-1].items.append(Item(key, label, kind or ("choice" if options else "text"), options, hint=hint))
        head = here(
            para(here(run(f"{number} ", "bold"), "number") if number else "", here(run(label, "bold"), f"label:{key}")),
            f"q:{key}",
        )
        head_cell = cell(
            head, *([here(para(run(guide, "italic grey small")), "guide")] if guide else []), width=9000, shade="DEEAF6"
        )
        if options:
            answer = cell(*(para(here(check_box(), f"{key}={o}"), run(f" {o}")) for o in options), width=9000)
        else:
            answer = here(cell(*["<w:p/>"] * empties, width=9000), key)
        xml += table(row(head_cell), row(answer), widths=[9000]) + "<w:p/>"

    section("Safe People")
    xml += here(
        para(
            run(
                "Tell us who will work with the data. Everyone who touches record-level data must hold accredited researcher status.",
                "italic grey",
            )
        ),
        "guide",
    )
    details = [
        ("lead.name", "Name of lead applicant", "name"),
        ("lead.post", "Job title", "role"),
        ("lead.org", "Organisation", "org"),
        ("lead.email", "Email address", "email"),
        ("lead.phone", "Telephone", "phone"),
    ]
    rows = []
    for key, label, hint in details:
        parts[-1].items.append(Item(key, label, hint=hint, group="Lead applicant"))
        rows.append(
            row(
                cell(para(here(run(label, "bold"), f"label:{key}")), width=3000, shade="F2F2F2"),
                here(cell(width=6000), key),
            )
        )
    xml += para(run("Lead applicant", "bold")) + table(*rows, widths=[3000, 6000]) + "<w:p/>"
    columns = ("Name", "Organisation", "Role in project", "Accreditation number")
    parts[-1].items.append(Item("team", "Research team", "people", columns=columns))
    xml += para(run("Research team", "bold")) + here(
        para(run("Please list all other members of the research team. Add rows as needed.", "italic grey small")),
        "guide",
    )
    xml += (
        here(
            table(
                row(*(cell(para(run(c, "bold")), width=2250, shade="DEEAF6") for c in columns)),
                *(row(*(cell(width=2250) for _ in columns)) for _ in range(3)),
                widths=[2250] * 4,
            ),
            "team",
        )
        + "<w:p/>"
    )
    boxed("students", "Are any members of the team students?", options=_YES_NO, kind="yes_no")

    section("Safe Project")
    boxed("title", "Project title", hint="short")
    boxed(
        "summary",
        "Lay summary",
        "Describe your project in plain English for a reader with no specialist knowledge. Do not use abbreviations. No more than 300 words.",
        empties=3,
    )
    boxed(
        "aims",
        "What are the aims and objectives of the project?",
        "List the research questions that the data will answer and say how each will be answered.",
    )
    boxed(
        "benefit",
        "How will the project benefit the public?",
        "See section 4 of the guidance notes for examples of public benefit.",
    )
    boxed("start", "Proposed start date", hint="date")
    boxed("end", "Proposed end date", hint="date")
    boxed(
        "funding",
        "How is the project funded?",
        "Name the funder and the grant reference, or say that it is not funded.",
        hint="money",
    )
    boxed(
        "ethics",
        "Has the project been approved by a research ethics committee?",
        options=(
            "Yes - approved",
            "Submitted, awaiting a decision",
            "Not yet submitted",
            "Ethical review is not required",
        ),
        kind="choice",
    )
    boxed(
        "ethics.details",
        "If yes, give the name of the committee, the reference number and the date of approval",
        hint="long",
    )

    section("Safe Data")
    boxed(
        "datasets",
        "Which datasets do you need?",
        "Tick all that apply.",
        options=("Magistrates' courts", "Crown Court", "Prison custodial", "Probation", "Family courts"),
        kind="choices",
    )
    boxed("why", "Why do you need record-level data?", "Explain why published tables would not do.")
    boxed("period", "Which years do you need, and why?")
    boxed("link", "Will the data be linked to other data?", options=_YES_NO, kind="yes_no")
    boxed(
        "link.details",
        "If yes, describe the data to be linked and the method of linkage",
        "Leave blank if you answered no.",
    )

    section("Safe Settings")
    boxed(
        "where",
        "Where will the data be analysed?",
        options=("ONS Secure Research Service", "SAIL Databank", "Other (please specify)"),
        kind="choice",
    )
    boxed(
        "security",
        "Describe the physical and technical security of the place of work",
        'Only complete this question if you ticked "Other" above.',
    )

    section("Safe Outputs")
    boxed(
        "outputs",
        "What outputs will you produce?",
        "For example reports, journal articles, briefings, teaching materials.",
    )
    boxed("disclosure", "How will you make sure that outputs do not disclose personal information?")

    section("Declaration")
    xml += para(
        run(
            "I confirm that the information in this form is correct and that I will keep to the terms of the data sharing agreement."
        )
    )
    for key, label, hint in [
        ("sign.name", "Signed", "name"),
        ("sign.print", "Print name", "name"),
        ("sign.date", "Date", "date"),
    ]:
        parts[-1].items.append(Item(key, label, hint=hint, group="Declaration"))
    xml += table(
        *(
            row(cell(para(run(i.label, "bold")), width=3000, shade="F2F2F2"), here(cell(width=6000), i.id))
            for i in parts[-1].items
        ),
        widths=[3000, 6000],
    )
    return drafted(
        xml + "<w:p/>", parts, header=para("Justice Data Trust - application form v3.1"), footer=para("Page 1")
    )


def ethics_controls() -> Draft:
    """Automatic section letters, content controls everywhere, a grid of yes and no, a drop-down, dates, repeating rows."""
    parts: list[Part] = []
    xml = para(run("Faculty Research Ethics Committee", "huge bold")) + para(
        run("Application for ethical approval of research involving human participants or their data", "big")
    )
    xml += para(
        run(
            "This form must be completed electronically. Boxes expand as you type. Guidance on each question is in the Research Ethics Handbook."
        )
    )

    def section(title: str) -> None:
        nonlocal xml
        parts.append(Part(title))
        xml += para(title, style="Heading1", number=(2, 0))

    def ask(
        key: str,
        label: str,
        control: str,
        *,
        guide: str = "",
        kind: str = "text",
        hint: str = "long",
        options: tuple[str, ...] = (),
    ) -> None:
        nonlocal xml
        parts[-1].items.append(Item(key, label, kind, options, hint=hint))
        xml += here(para(here(run(label), f"label:{key}"), style="Heading2", number=(2, 1)), f"q:{key}")
        if guide:
            xml += here(para(guide, style="Guidance"), "guide")
        xml += here(control, key) if control.startswith("<w:sdt") and "<w:p>" in control else para(here(control, key))

    section("Applicant details")
    rows = []
    for key, label, hint, control in [
        ("name", "Full name", "name", text_control()),
        ("school", "School or department", "org", text_control()),
        ("post", "Status", "", drop_down(("Academic staff", "Research student", "Taught student"))),
        ("mail", "University e-mail", "email", text_control()),
        ("super", "Supervisor (students only)", "name", text_control("Supervisor's name")),
    ]:
        options = ("Academic staff", "Research student", "Taught student") if key == "post" else ()
        parts[-1].items.append(
            Item(key, label, "choice" if options else "text", options, hint=hint, group="Applicant details")
        )
        rows.append(
            row(cell(para(here(run(label), f"label:{key}")), width=3000), cell(para(here(control, key)), width=6000))
        )
    xml += table(*rows, widths=[3000, 6000])

    section("The project")
    ask("title", "Title of project", text_control("Enter the title", block=True), hint="short")
    ask("start", "Planned start of data collection or access", date_control(), hint="date", kind="date")
    ask("finish", "Planned end of the project", date_control(), hint="date", kind="date")
    ask(
        "summary",
        "Summary of the research",
        text_control(block=True),
        guide="Give a brief description in terms that a lay member of the committee can follow (max 250 words).",
    )
    ask(
        "methods",
        "Design and methods",
        text_control(block=True),
        guide="Include the sample, the measures, and the plan of analysis.",
    )
    ask("funder", "Source of funding", text_control(), hint="money")

    section("Checklist of ethical issues")
    xml += para("Answer every question by ticking yes or no.")
    grid = [
        ("g.human", "Does the research involve people under 18?"),
        ("g.capacity", "Does the research involve adults who lack capacity to consent?"),
        ("g.secondary", "Will the research use personal data collected for another purpose?"),
        ("g.deception", "Does the research involve deception of any kind?"),
        ("g.harm", "Could the research cause distress beyond the risks of everyday life?"),
        ("g.nhs", "Will NHS patients, staff or premises be involved?"),
        ("g.abroad", "Will any of the research take place outside the UK?"),
    ]
    lines = [
        row(
            cell(para(run("Question", "bold")), width=7000, shade="D9D9D9"),
            cell(para(run("Yes", "bold")), width=1000, shade="D9D9D9"),
            cell(para(run("No", "bold")), width=1000, shade="D9D9D9"),
        )
    ]
    for key, label in grid:
        parts[-1].items.append(Item(key, label, "yes_no", _YES_NO))
        lines.append(
            row(
                cell(para(here(run(label), f"label:{key}"), number=(3, 0)), width=7000),
                *(cell(para(here(check_box(), f"{key}={o}")), width=1000) for o in _YES_NO),
            )
        )
    xml += table(*lines, widths=[7000, 1000, 1000]) + "<w:p/>"
    ask(
        "g.details",
        "If you answered yes to any question above, explain how the risk will be managed",
        text_control(block=True),
    )

    section("Data and confidentiality")
    ask("data", "What personal data will be used, and who controls it?", text_control(block=True))
    ask("special", "Does the data include special categories of personal data?", "", kind="yes_no", options=_YES_NO)
    xml = xml.removesuffix(para(here("", "special")))
    xml += para(*(x for o in _YES_NO for x in (run("  "), here(check_box(), f"special={o}"), run(f" {o}"))))
    ask(
        "storage",
        "How and where will the data be stored?",
        text_control(block=True),
        guide="Name the service, the country, and who holds the keys.",
    )
    ask(
        "keep",
        "For how long will the data be kept?",
        drop_down(("Up to 1 year", "1 to 5 years", "More than 5 years")),
        kind="choice",
        options=("Up to 1 year", "1 to 5 years", "More than 5 years"),
    )
    columns = ("Data source", "Data controller", "Permission obtained?")
    xml += para(
        here(run("Data sources used in the research"), "label:sources"), style="Heading2", number=(2, 1)
    ) + here(para("Use the + sign at the end of a row to add another.", style="Guidance"), "guide")
    parts[-1].items.append(Item("sources", "Data sources used in the research", "table", columns=columns))
    repeat = row(*(cell(para(text_control()), width=3000) for _ in columns))
    xml += (
        here(
            table(
                row(*(cell(para(run(c, "bold")), width=3000, shade="D9D9D9") for c in columns)),
                f'<w:sdt><w:sdtPr><w:id w:val="77"/><w15:repeatingSection/></w:sdtPr><w:sdtContent><w:sdt><w:sdtPr><w:id w:val="78"/><w15:repeatingSectionItem/></w:sdtPr><w:sdtContent>{repeat}</w:sdtContent></w:sdt></w:sdtContent></w:sdt>',
                widths=[3000] * 3,
            ),
            "sources",
        )
        + "<w:p/>"
    )

    section("Declaration and signatures")
    xml += para(
        "By submitting this form I declare that the research will be conducted as described and that any change will be notified to the Committee."
    )
    for key, label, hint, control in [
        ("s.name", "Name", "name", text_control()),
        ("s.date", "Date", "date", date_control()),
    ]:
        parts[-1].items.append(Item(key, label, hint=hint, group="Signature of applicant"))
        xml += para(run(f"{label}: "), here(control, key))
    xml += para(run("For Committee use only", "bold")) + table(
        row(cell(para("Application number")), cell()), row(cell(para("Decision")), cell())
    )
    lists = numbering([("bullet", "•")], [("upperLetter", "Section %1"), ("decimal", "%1%2")], [("lowerRoman", "(%1)")])
    return drafted(xml + "<w:p/>", parts, lists=lists)


_DOTS = "." * 60


def dotted_lines() -> Draft:
    """No tables, no styles: typed numbers, dotted lines, boxes in brackets, "delete as appropriate"."""
    parts: list[Part] = []
    xml = (
        para(run("REQUEST FOR ACCESS TO COURT RECORDS FOR RESEARCH", "bold big"), extra='<w:jc w:val="center"/>')
        + para("Please type or write clearly in BLOCK CAPITALS. Continue on a separate sheet if necessary.")
        + "<w:p/>"
    )
    number = 0

    def section(title: str) -> None:
        nonlocal xml
        parts.append(Part(title))
        xml += "<w:p/>" + para(run(f"SECTION {len(parts)}: {title.upper()}", "bold")) + "<w:p/>"

    def line(key: str, label: str, *, hint: str = "long", lines: int = 0, guide: str = "") -> None:
        nonlocal xml, number
        number += 1
        parts[-1].items.append(Item(key, label, hint=hint))
        dots = here(run(_DOTS), key)
        head = [here(run(f"{number}.  "), "number"), here(run(label), f"label:{key}")]
        if lines:
            xml += (
                para(*head)
                + (here(para(run(f"({guide})", "italic")), "guide") if guide else "")
                + "".join(here(para(run("…" * 40)), key) for _ in range(lines))
            )
        else:
            xml += para(*head, run(" "), dots)

    section("Your details")
    line("name", "Name of applicant:", hint="name")
    line("org", "Institution:", hint="org")
    line("addr", "Address for correspondence:", hint="address", lines=3)
    xml += "".join("")
    for a, b in [(("tel", "Tel:", "phone"), ("mail", "Email:", "email"))]:
        number += 1
        for key, label, hint in (a, b):
            parts[-1].items.append(Item(key, label, hint=hint, group="Contact"))
        xml += para(
            here(run(f"{number}.  "), "number"),
            run(f"{a[1]} "),
            here(run("_" * 20), a[0]),
            run(f"    {b[1]} "),
            here(run("_" * 26), b[0]),
        )

    section("Your research")
    line("title", "Title of research project:", hint="short")
    line("purpose", "What is the purpose of the research?", lines=5, guide="attach no more than one further page")
    line("records", "Which records do you wish to consult?", lines=4)
    number += 1
    parts[-1].items.append(Item("purpose.degree", "Is the research for a degree?", "yes_no", _YES_NO))
    xml += para(
        here(run(f"{number}.  "), "number"),
        run("Is the research for a degree?   "),
        here(run("Yes / No"), "purpose.degree"),
        run("  (delete as appropriate)", "italic"),
    )
    line("supervisor", "If Yes, name of supervisor:", hint="name")
    number += 1
    options = ("Paper files in the court", "Digital case files", "Extracts prepared by staff")
    parts[-1].items.append(Item("how", "How do you wish to see the records? (tick one or more)", "choices", options))
    xml += para(here(run(f"{number}.  "), "number"), run("How do you wish to see the records? (tick one or more)"))
    xml += "".join(para(run("\t"), here(run("[ ]"), f"how={o}"), run(f"  {o}")) for o in options)
    line("start", "Date on which you would like to start:", hint="date")
    line("end", "Date by which you expect to finish:", hint="date")

    section("Safeguards")
    line("store", "How will your notes and copies be kept secure?", lines=3)
    number += 1
    parts[-1].items.append(Item("ethics", "Has ethical approval been given?", "choice", ("Yes", "No", "Applied for")))
    xml += para(
        here(run(f"{number}.  "), "number"),
        run("Has ethical approval been given?  "),
        *(x for o in ("Yes", "No", "Applied for") for x in (run(f"{o} "), here(run("[ ]"), f"ethics={o}"), run("   "))),
    )
    line("ethics.ref", "Name of committee and reference:", hint="short")
    line("publish", "How and where will the results be published?", lines=3)

    section("Undertaking")
    xml += para(
        "I undertake not to disclose any information that identifies a party, a witness or a juror, and to return or destroy all copies."
    )
    for key, label, hint in [
        ("signed", "Signed", "name"),
        ("dated", "Date", "date"),
        ("block", "Name in capitals", "name"),
    ]:
        parts[-1].items.append(Item(key, label, hint=hint, group="Undertaking"))
    xml += para(run("Signed "), here(run("." * 40), "signed"), run("  Date "), here(run("." * 20), "dated")) + para(
        run("Name in capitals "), here(run("." * 50), "block")
    )
    xml += para(
        run("Please return this form to the Records Officer. You should hear from us within 20 working days.", "italic")
    )
    return drafted(xml, parts)


def giant_table() -> Draft:
    """One table from the first line to the last: shaded section rows, then number, question, answer."""
    parts: list[Part] = []
    lines: list[str] = []
    widths = [800, 3400, 5000]

    def section(title: str) -> None:
        parts.append(Part(title))
        lines.append(row(cell(para(run(f"{len(parts)}. {title}", "bold white")), width=9200, shade="1F3864", span=3)))

    def ask(
        number: str,
        key: str,
        label: str,
        *,
        guide: str = "",
        hint: str = "long",
        options: tuple[str, ...] = (),
        kind: str = "",
    ) -> None:
        parts[-1].items.append(Item(key, label, kind or ("choice" if options else "text"), options, hint=hint))
        question = [para(here(run(label), f"label:{key}"))] + (
            [here(para(run(guide, "small")), "guide")] if guide else []
        )
        answer = (
            cell(*(para(here(run("☐"), f"{key}={o}"), run(f" {o}")) for o in options), width=5000)
            if options
            else here(cell(width=5000), key)
        )
        lines.append(
            row(
                here(cell(para(run(number)), width=800, shade="F2F2F2"), "number"),
                cell(*question, width=3400, shade="F2F2F2"),
                answer,
            )
        )

    lines.append(
        row(
            cell(
                para(run("DATA SHARING REQUEST", "bold huge")),
                para(
                    run(
                        "Complete every row. Rows marked * are mandatory. Text in the middle column in small print is guidance and may be deleted.",
                        "small",
                    )
                ),
                width=9200,
                span=3,
            )
        )
    )
    section("Requester")
    ask("1.1", "name", "Name *", hint="name")
    ask("1.2", "org", "Organisation *", hint="org")
    ask(
        "1.3",
        "type",
        "Type of organisation *",
        options=("University", "Government department", "Charity", "Commercial", "Other"),
        guide="Tick one.",
    )
    ask("1.4", "mail", "Work e-mail *", hint="email")
    ask("1.5", "ico", "ICO registration number", hint="word", guide="Format: Z followed by seven characters.")
    section("Purpose")
    ask("2.1", "title", "Project name *", hint="short")
    ask(
        "2.2",
        "purpose",
        "Purpose of the sharing *",
        guide="What will you do with the data, and what will change as a result? Maximum 1,500 characters.",
    )
    ask("2.3", "policy", "Which policy priorities does the work support?")
    ask("2.4", "public", "Public engagement undertaken or planned", hint="long")
    ask(
        "2.5",
        "dates",
        "Start and end dates *",
        hint="date",
        guide="Projects longer than five years are reviewed at mid-term.",
    )
    section("Data")
    ask(
        "3.1",
        "data",
        "Data requested *",
        guide='Name the tables and fields. A spreadsheet may be attached instead: if so write "see attached".',
    )
    ask("3.2", "pers", "Does the request include personal data? *", options=_YES_NO, kind="yes_no")
    ask("3.2a", "pers.basis", "If yes: lawful basis under UK GDPR Article 6", hint="long")
    ask("3.2b", "pers.special", "If yes: condition for special category data under Article 9", hint="long")
    ask(
        "3.3",
        "minimise",
        "How has the request been kept to the minimum?",
        guide="Consider fields, people, period, and geography.",
    )
    ask("3.4", "freq", "Frequency *", options=("One-off", "Monthly", "Quarterly", "Annual"), kind="choice")
    section("Handling")
    ask("4.1", "store", "Storage and access controls *")
    ask(
        "4.2",
        "cert",
        "Security certifications held",
        options=("ISO 27001", "Cyber Essentials Plus", "DSPT", "None of these"),
        kind="choices",
        guide="Tick all that apply.",
    )
    ask("4.3", "onward", "Will data be shared onward?", options=_YES_NO, kind="yes_no")
    ask(
        "4.4",
        "delete",
        "Retention and deletion *",
        guide="State the date on which the data will be destroyed and the method.",
    )
    section("Sign-off")
    ask("5.1", "sign", "Name of information asset owner *", hint="name")
    ask("5.2", "signdate", "Date *", hint="date")
    return drafted(table(*lines, widths=widths) + "<w:p/>", parts)


def legacy_protected() -> Draft:
    """Protected for forms: FORMTEXT, FORMCHECKBOX and FORMDROPDOWN in tables and in lines; section titles in shaded rows."""
    parts: list[Part] = []
    xml = (
        para(run("Department for Public Safety", "bold big"))
        + para(run("Research access application", "bold"))
        + para(run("Use the TAB key to move between fields. Do not unprotect this document.", "italic small"))
    )

    def section(title: str) -> None:
        nonlocal xml
        parts.append(Part(title))
        xml += table(
            row(
                cell(
                    para(run(f"Section {'ABCDEFGH'[len(parts) - 1]} - {title}", "bold white")),
                    width=9000,
                    shade="404040",
                )
            ),
            widths=[9000],
        )

    def fields(group: str, *blanks: tuple[str, str, str]) -> None:
        nonlocal xml
        parts[-1].items += [Item(key, label, hint=hint, group=group) for key, label, hint in blanks]
        lines = []
        for left, right in zip(blanks[::2], (*blanks[1::2], None), strict=False):
            cells = [
                cell(para(here(run(left[1]), f"label:{left[0]}")), width=1500, shade="E7E6E6"),
                cell(para(here(legacy_text(), left[0])), width=3000),
            ]
            cells += (
                [
                    cell(para(run(right[1])), width=1500, shade="E7E6E6"),
                    cell(para(here(legacy_text(), right[0])), width=3000),
                ]
                if right
                else [cell(width=1500), cell(width=3000)]
            )
            lines.append(row(*cells))
        xml += table(*lines, widths=[1500, 3000, 1500, 3000])

    def ask(number: str, key: str, label: str, *, hint: str = "long", guide: str = "") -> None:
        nonlocal xml
        parts[-1].items.append(Item(key, label, hint=hint))
        xml += para(here(run(f"{number} ", "bold"), "number"), here(run(label, "bold"), f"label:{key}"))
        if guide:
            xml += here(para(run(guide, "italic small")), "guide")
        xml += para(here(legacy_text(), key)) + "<w:p/>"

    def tick(number: str, key: str, label: str, options: tuple[str, ...], kind: str, *, across: bool = True) -> None:
        nonlocal xml
        parts[-1].items.append(Item(key, label, kind, options))
        xml += para(here(run(f"{number} ", "bold"), "number"), here(run(label, "bold"), f"label:{key}"))
        pairs = [(here(legacy_box(), f"{key}={o}"), run(f" {o}     ")) for o in options]
        xml += para(*(x for pair in pairs for x in pair)) if across else "".join(para(*pair) for pair in pairs)

    section("The applicant")
    fields(
        "The applicant",
        ("surname", "Surname", "name"),
        ("first", "First name(s)", "name"),
        ("title", "Title", "word"),
        ("job", "Job title", "role"),
        ("org", "Organisation", "org"),
        ("dept", "Department", "org"),
        ("mail", "E-mail", "email"),
        ("tel", "Telephone", "phone"),
    )
    section("The research")
    ask("B1", "rtitle", "Title of the research", hint="short")
    ask("B2", "aims", "Aims and hypotheses", guide="Not more than 400 words.")
    ask("B3", "method", "Methods of analysis")
    tick(
        "B4",
        "design",
        "Design of the study (select one)",
        ("Cohort study", "Case-control study", "Evaluation", "Descriptive statistics"),
        "choice",
        across=False,
    )
    parts[-1].items.append(Item("stage", "Stage of funding", "choice", ("Funded", "Applied for", "Unfunded")))
    xml += para(
        here(run("B5 ", "bold"), "number"),
        run("Stage of funding", "bold"),
        run("  "),
        here(legacy_list(("Please select", "Funded", "Applied for", "Unfunded")), "stage"),
    )
    ask("B6", "benefit", "Benefits to the Department and to the public")
    section("The data")
    tick(
        "C1",
        "data",
        "Data requested (tick all that apply)",
        ("Recorded crime", "Stop and search", "Custody records", "Workforce"),
        "choices",
        across=False,
    )
    ask("C2", "vars", "Variables requested and the reason for each")
    tick("C3", "ident", "Do you require data that identify individuals?", _YES_NO, "yes_no")
    ask("C4", "ident.why", "If Yes, explain why, and state the legal basis")
    ask("C5", "from", "Data required from (date)", hint="date")
    ask("C6", "to", "Data required to (date)", hint="date")
    section("Ethics and security")
    tick("D1", "eth", "Has the research received ethical approval?", ("Yes", "No", "Pending"), "choice")
    ask("D2", "eth.ref", "Committee and reference number", hint="short")
    ask("D3", "secure", "Arrangements for the security of the data")
    section("Declaration")
    xml += para("I declare that the information given is true and complete to the best of my knowledge.")
    fields("Declaration", ("sname", "Name", "name"), ("sdate", "Date", "date"))
    return drafted(xml + "<w:p/>", parts, settings='<w:documentProtection w:edit="forms" w:enforcement="1"/>')
